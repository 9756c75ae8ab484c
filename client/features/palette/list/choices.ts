// What the palette offers for what is typed: commands, files behind "/", a line behind ":". Knows no screen.
import type { Command, PageRoom } from "../../../ui/pageFeature.ts";
import { fitting, ONLY_LETTERS } from "../../../ui/parts/lists/match.ts";
import { kindOf } from "../opening.ts";
import { recentCommands, recentFirst, rememberCommand } from "./recent.ts";
import { words } from "./words.ts";

export interface Choice {
  readonly id: string;
  readonly name: string;
  /** which letters of the name were typed */
  readonly letters: ReadonlySet<number>;
  readonly key?: string | undefined;
  run(): void;
}

const NONE: ReadonlySet<number> = new Set();

/** All that fit, the best first. */
export function choicesFor(typed: string, room: PageRoom, recentFiles: readonly number[]): readonly Choice[] {
  switch (kindOf(typed)) {
    case "line":
      return lines(typed.slice(1).trim(), room);
    case "files":
      return files(typed.slice(1), room, recentFiles);
    case "commands":
      return commands(typed.replace(/^>/, ""), room);
  }
}

function commands(typed: string, room: PageRoom): readonly Choice[] {
  const all = recentFirst(room.commands.value, ({ id }) => id, recentCommands());
  return commandsFor(typed, all, words.value.alsoCalled).map(({ one, letters }) => ({
    id: one.id,
    name: one.name,
    letters,
    key: firstKey(one),
    run() {
      rememberCommand(one.id);
      one.run();
    },
  }));
}

/** By their names first; then by what else people call them, before names that only have the letters somewhere. */
export function commandsFor<One extends Pick<Command, "id" | "name">>(
  typed: string,
  all: readonly One[],
  alsoCalled: Readonly<Record<string, string>>,
): readonly { readonly one: One; readonly letters: ReadonlySet<number> }[] {
  const byName = fitting(typed, all, ({ name }) => name);
  const well = byName.filter(({ rank }) => rank < ONLY_LETTERS);
  const found = new Set(well.map(({ one }) => one));
  const others = all.filter((one) => !found.has(one));
  const byWords = fitting(typed, others, ({ id, name }) => `${name} ${alsoCalled[id] ?? ""}`)
    .filter(({ one, rank }) => rank < ONLY_LETTERS && alsoCalled[one.id] !== undefined)
    .map(({ one, letters }) => ({ one, letters: new Set([...letters].filter((at) => at < one.name.length)) }));
  for (const { one } of byWords) found.add(one);
  return [...well, ...byWords, ...byName.filter(({ one }) => !found.has(one))];
}

const firstKey = ({ key, editorKey }: Command): string | undefined => [key].flat()[0] ?? editorKey;

/** The file before the one that is shown comes first, so that Enter goes back and forth. */
function files(typed: string, { room, tabs }: PageRoom, recentFiles: readonly number[]): readonly Choice[] {
  const [shown, ...before] = recentFiles;
  const there = (room.value?.files ?? [])
    .filter(({ deleted }) => deleted === undefined)
    .toSorted((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  const order = [...before, ...there.map(({ file }) => file).filter((file) => file !== shown)].map(String);
  const all = recentFirst(there, ({ file }) => String(file), order);
  return fitting(typed, all, ({ name }) => name).map(({ one, letters }) => ({
    id: String(one.file),
    name: one.name,
    letters,
    run: () => tabs.edit(one.file),
  }));
}

function lines(typed: string, { view, tabs, text }: PageRoom): readonly Choice[] {
  if (!/^\d{1,9}$/.test(typed)) return [];
  const count = text(tabs.shown.value)?.lines ?? 1;
  const line = Math.max(1, Math.min(Number(typed), count));
  return [{ id: "line", name: words.value.goToLine(line), letters: NONE, run: () => view.goToLine(line) }];
}
