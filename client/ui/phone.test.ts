// The border of what is narrow, in whatever goes by it.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { layOut } from "./room/workbench/layout.ts";
import { isPhone, PHONE_MEDIA } from "./phone.ts";

const FILES = readdirSync("client", { recursive: true, encoding: "utf8" }).filter(
  (path) => /\.(?:css|tsx?)$/.test(path) && !/\.(?:test|e2e)\.ts$|^e2e\//.test(path),
);

describe("a narrow window", () => {
  it("[U85] is the same to the layout and to what asks before there is one", () => {
    const [, ems = ""] = /^\(max-width: ([\d.]+)em\)$/.exec(PHONE_MEDIA) ?? [];
    for (const width of [360, 719, 720, 899, 1_440]) {
      const room = { width, height: 800, sides: ["left"], open: ["left"], opened: ["left"], sizes: {} } as const;
      expect(layOut(room).left.as === "sheet").toBe(isPhone(width));
      expect(width / 16 <= Number(ems)).toBe(isPhone(width));
    }
  });

  it("[U85] is known from nowhere else", () => {
    const own = FILES.filter((path) => /7(?:19|20)px|8(?:99)px/.test(readFileSync(`client/${path}`, "utf8")));
    expect(own).toEqual([]);
    const asking = FILES.filter((path) => path.endsWith(".css")).filter((path) =>
      readFileSync(`client/${path}`, "utf8").includes("(--phone)"),
    );
    expect(asking.length).toBeGreaterThan(5);
  });
});
