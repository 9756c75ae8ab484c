// Time goes on when the machine's clock is set back, for the server and for the page.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { browserClock } from "../../client/browser.ts";
import { systemClock } from "../platform.ts";
import { Allowance } from "./allowance.ts";
import { steadyTime } from "./steadyTime.ts";

const HOUR_MS = 3_600_000;

describe("time", () => {
  let wall = Date.now() + HOUR_MS;
  jest.spyOn(Date, "now").mockImplementation(() => wall);
  afterEach(() => void (wall += 24 * HOUR_MS));

  const clocks = [
    ["by itself", steadyTime()],
    ["of the server", () => systemClock.now()],
    ["of the page", () => browserClock.now()],
  ] as const;

  it.each(clocks)(
    "[D22] %s is the machine's, goes on from where it was when that is set back, and never back",
    (_, now) => {
      expect(now()).toBe(wall);
      const before = now();
      wall -= HOUR_MS;
      expect(now()).toBe(before);
      wall += 5;
      expect(now()).toBe(before + 5);
      wall -= 10;
      expect(now()).toBe(before + 5);
      wall += 7;
      expect(now()).toBe(before + 12);
      wall += 2 * HOUR_MS;
      const later = now();
      wall += 1;
      expect(now()).toBe(later + 1);
    },
  );

  it("[D22] lets whoever may push once a second go on when the clock is set back", () => {
    const now = steadyTime();
    const allowance = new Allowance(1, 1, now());
    expect(allowance.spend(1, now())).toBe(0);
    wall -= HOUR_MS;
    expect(allowance.spend(1, now())).toBe(1_000);
    wall += 1_000;
    expect(allowance.spend(1, now())).toBe(0);
  });
});
