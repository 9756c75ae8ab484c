// In which order commands are offered for what is typed.
import { describe, expect, it } from "@jest/globals";
import { commandsFor } from "./choices.ts";

const ALL = [
  { id: "letters", name: "Show the files in place" },
  { id: "also", name: "Download all files" },
  { id: "name", name: "Compress (zip)" },
];

const offered = (typed: string): readonly string[] =>
  commandsFor(typed, ALL, { also: "zip export", name: "zip" }).map(({ one }) => one.id);

describe("commands for what is typed", () => {
  it("[Z1] are those that are called so, then those that people call so, then those that have its letters", () => {
    expect(offered("zip")).toEqual(["name", "also"]);
    expect(offered("hfp")).toEqual(["letters"]);
    expect(offered("exp")).toEqual(["also"]);
    expect(offered("sip")).toEqual(["letters", "name"]);
  });

  it("[Z1] have no letter marked that stands in no name", () => {
    const [found] = commandsFor("download zip", ALL, { also: "zip" });
    expect(Math.max(...found!.letters)).toBe("Download".length - 1);
  });

  it("[Z1] are all, where nothing is typed", () => {
    expect(offered("")).toEqual(["letters", "also", "name"]);
  });
});
