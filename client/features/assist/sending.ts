// What goes along with a question, as this person has chosen it or as its mode wants it, before it is sent. Pure: knows no editor and no connection.
import type { AskedContext, Mode } from "../../../server/features/assist/messages.ts";
import type { RunOver } from "../../ui/pageFeature.ts";
import { CONTEXT_CHARACTERS, CONTEXT_FILES, RUN_CHARACTERS, SELECTED_CHARACTERS } from "./bounds.ts";

/** UTF-16 units that are a token, about. */
const CHARACTERS_PER_TOKEN = 3;
/** Tokens of files that one question takes along, about. */
export const FILES_TOKENS = CONTEXT_CHARACTERS / CHARACTERS_PER_TOKEN;
/** A room with no more files is one thing to read through. */
const FEW_FILES = 5;
/** Tokens of what the model is told besides. */
const INSTRUCTIONS_TOKENS = 600;

/** What a window knows of a file that is open in it. */
export interface OpenFile {
  /** undefined: some of it is not saved yet */
  readonly version: number | undefined;
  /** UTF-16 units */
  readonly length: number;
  /** what is selected, or twice the caret; in UTF-16 units */
  readonly from: number;
  readonly to: number;
  /** the lines of that, from 1 */
  readonly lines: readonly [first: number, last: number];
}

/** What is there to be sent. */
export interface Sendable {
  /** the file that is shown */
  readonly shown: number;
  /** the room's, in their order */
  readonly files: readonly { readonly file: number; readonly path: string }[];
  open(file: number): OpenFile | undefined;
  readonly lastRun: RunOver | undefined;
  /** how many updates a file had when it was reviewed for everybody last; undefined: it was not, as far as this window knows */
  reviewedAt(file: number): number | undefined;
}

/** What somebody has said themselves: nothing of it is as the mode wants it. */
export interface Chosen {
  readonly files?: ReadonlySet<number> | "all";
  /** whether the last one goes along, or which */
  readonly run?: boolean | RunOver;
  /** only what has changed since the last review is asked about */
  readonly changes?: boolean;
}

interface SentFile {
  readonly file: number;
  readonly path: string;
  /** lines that are selected, from 1 */
  readonly selected?: readonly [first: number, last: number];
  /** UTF-16 units; undefined: it is not open in this window */
  readonly length: number | undefined;
  /** only what has changed since this version is asked about */
  readonly since?: number;
}

export interface Sending {
  readonly files: readonly SentFile[];
  readonly run: RunOver | undefined;
  /** it is the last one, whichever that is; else one that was chosen */
  readonly isLastRun: boolean;
  /** paths of files for which there is no room, as far as their length is known */
  readonly leftOut: readonly string[];
  /** they can be asked about for what has changed since they were reviewed alone */
  readonly canBeChanges: boolean;
  /** of all whose length is known, about */
  readonly tokens: number;
  /** files whose length is not: they are sent as far as there is room */
  readonly unknown: number;
}

const WITH_RUN: ReadonlySet<Mode> = new Set(["debug"]);

/** What has changed since they were asked last is enough. */
const WITH_CHANGES: ReadonlySet<Mode> = new Set(["review"]);

/** They look at what there is rather than at one place. */
const WITH_ROOM: ReadonlySet<Mode> = new Set(["review", "docs"]);

/** The one that is shown first: where there is not room for all, it is the last to be left out. */
function wantedOf(mode: Mode, chosen: Chosen, { shown, files, open }: Sendable): Sendable["files"] {
  const { from = 0, to = 0 } = open(shown) ?? {};
  const isRoom = WITH_ROOM.has(mode) && from === to && files.length <= FEW_FILES;
  const { files: wanted = isRoom ? "all" : new Set([shown]) } = chosen;
  return files
    .filter(({ file }) => wanted === "all" || wanted.has(file))
    .toSorted((a, b) => Number(b.file === shown) - Number(a.file === shown));
}

/** What would be sent now. */
export function sendingOf(mode: Mode, question: string, chosen: Chosen, there: Sendable): Sending {
  const wanted = wantedOf(mode, chosen, there);
  const isOfChanges = WITH_CHANGES.has(mode) && chosen.changes === true;
  const files = wanted.slice(0, CONTEXT_FILES).map(({ file, path }): SentFile => {
    const open = there.open(file);
    const since = isOfChanges ? there.reviewedAt(file) : undefined;
    const isSelected = open && open.to > open.from && file === there.shown;
    return {
      file,
      path,
      length: open?.length,
      ...(isSelected && { selected: open.lines }),
      ...(since !== undefined && { since }),
    };
  });
  const canBeChanges = WITH_CHANGES.has(mode) && files.some(({ file }) => there.reviewedAt(file) !== undefined);
  const leftOut: string[] = [];
  let left: number = CONTEXT_CHARACTERS;
  for (const { path, length = 0 } of files) {
    if (left === 0 && length > 0) leftOut.push(path);
    left -= Math.min(left, length);
  }
  leftOut.push(...wanted.slice(CONTEXT_FILES).map(({ path }) => path));
  const wanting = chosen.run ?? WITH_RUN.has(mode);
  const run = wanting === true ? there.lastRun : wanting || undefined;
  const selected = files.reduce((sum, one) => {
    const { from = 0, to = 0 } = (one.selected && there.open(one.file)) || {};
    return sum + (to - from <= SELECTED_CHARACTERS ? to - from : 0);
  }, 0);
  const characters = CONTEXT_CHARACTERS - left + selected + question.length + (run?.output(RUN_CHARACTERS).length ?? 0);
  return {
    files,
    run,
    isLastRun: wanting === true,
    leftOut,
    canBeChanges,
    tokens: INSTRUCTIONS_TOKENS + Math.ceil(characters / CHARACTERS_PER_TOKEN),
    unknown: left > 0 ? files.filter(({ length }) => length === undefined).length : 0,
  };
}

/** As the other half takes it; undefined: some of it is not saved yet. */
export function contextOf({ files, run }: Sending, there: Sendable): AskedContext | undefined {
  const sent: AskedContext["files"][number][] = [];
  for (const { file, selected, since } of files) {
    const open = there.open(file);
    if (open && open.version === undefined) return undefined;
    const { version, from = 0, to = 0 } = open ?? {};
    sent.push({
      file,
      ...(version !== undefined && { version }),
      ...(selected && { from, to }),
      ...(since !== undefined && { since }),
    });
  }
  return { files: sent, ...(run && { run: run.output(RUN_CHARACTERS) }) };
}
