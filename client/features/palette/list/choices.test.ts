// In which order commands are offered for what is typed.
import { describe, expect, it } from "@jest/globals";
import { signal } from "@preact/signals";
import { placeCommands } from "../../../ui/room/around/commands/placeCommands.ts";
import type { Workbench } from "../../../ui/room/workbench/workbench.ts";
import { commandsFor } from "./choices.ts";
import { words } from "./words.ts";

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

  it("[Z1] lead to a place by what people call it, and not to its closing, nor to what only sounds like it", () => {
    const shown = signal<ReadonlySet<string>>(new Set());
    const tabs = (side: string) => (side === "right" ? [{ id: "people", name: () => "People" }] : []);
    const workbench = { shown, tabs } as unknown as Workbench;
    const settings = { id: "roles.settings", name: "Change the room’s settings" };
    const offeredFor = (typed: string): readonly string[] =>
      commandsFor(typed, [settings, ...placeCommands(workbench)], words.value.alsoCalled).map(({ one }) => one.name);
    expect([offeredFor("kick"), offeredFor("lobby")]).toEqual([["Show People"], ["Change the room’s settings"]]);
    shown.value = new Set(["people"]);
    expect([offeredFor("kick"), offeredFor("close people")]).toEqual([[], ["Close People"]]);
  });
});
