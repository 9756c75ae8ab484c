// What is said of buttons, and that nothing else says it.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { tip } from "./tip.ts";

describe("a tip", () => {
  it("[U130] has its words for the eye, and its key for screen readers too", () => {
    expect(tip("Room menu")).toEqual({ "data-tip": "Room menu" });
    expect(tip("Close", "Mod-Alt-b")).toEqual({
      "data-tip": "Close",
      "data-tip-key": "Mod-Alt-b",
      "aria-keyshortcuts": "Control+Alt+B",
    });
    expect(tip("")).toEqual({});
  });

  it("[U130] is the one way: nothing that can be pressed has a title of the browser's", () => {
    const titled = readdirSync("client", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tsx"))
      .flatMap((path) =>
        [...readFileSync(`client/${path}`, "utf8").matchAll(/<([a-z]\w*)\s(?:[^<>]|=>)*?\stitle=/g)].map(
          ([, element]) => `${path}: ${element}`,
        ),
      )
      // the whole date of what happened a while ago
      .filter((one) => !one.endsWith(": time"));
    expect(titled).toEqual([]);
  });
});
