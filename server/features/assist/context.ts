// The texts of a room that a question is about, as everybody sees them now, and where places in them are that were looked at a moment before. Knows no model.
import { setImmediate as turn } from "node:timers/promises";
import { ChangeSet } from "@codemirror/state";
import { composed } from "../../protocol/composed.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { AskedContext } from "./messages.ts";
import { NotDone } from "./notDone.ts";
import type { ContextFile } from "./prompt.ts";

/** Updates over which a place, or a proposal, is carried; beyond them it is another text. */
const MOST_UPDATES = 5_000;
/** Sections of these updates together. */
const MOST_SECTIONS = 50_000;
/** Updates that are made one before everything else that has arrived has its turn: some ms. */
const PIECE_UPDATES = 250;

/**
 * What the store says. Rejects with NotDone unavailable where it does not answer, which is no defect of the assistant's: it goes on when the store does.
 */
export async function fromStore<Read>(room: FeatureRoom, read: Promise<Read>): Promise<Read> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Refusal || error instanceof NotDone) throw error;
    room.warn({ err: error }, "the store did not answer the assistant");
    throw new NotDone("unavailable");
  }
}

/** Of the files that the room lists, those that are there. */
export const filesOf = (room: FeatureRoom) => room.details.files.filter(({ deleted, purged }) => !deleted && !purged);

/** A file that is there. Throws NotDone unknownFile. */
export function pathOf(room: FeatureRoom, file: number): string {
  const found = filesOf(room).find((one) => one.file === file);
  if (!found) throw new NotDone("unknownFile");
  return found.name;
}

/** All that came as one change, piece by piece; undefined where it is too much. Empty only where nothing came. */
async function changeOver(
  room: FeatureRoom,
  file: number,
  from: number,
  to: number,
): Promise<readonly ChangeSet[] | undefined> {
  if (to - from > MOST_UPDATES) return undefined;
  let sections = 0;
  let changes: ChangeSet[] = [];
  for await (const { updates } of room.read(file, from, to))
    for (const [, , , change] of updates) {
      sections += change.length;
      if (sections > MOST_SECTIONS) return undefined;
      if (changes.length % PIECE_UPDATES === 0) await turn();
      changes.push(ChangeSet.fromJSON(change));
    }
  for (let size = PIECE_UPDATES; changes.length > 1; size = 2) {
    const made: ChangeSet[] = [];
    for (let at = 0; at < changes.length; at += size) {
      made.push(composed(changes.slice(at, at + size)));
      await turn();
    }
    changes = made;
  }
  return changes;
}

/** All that came to a file from one version on and before another, against a text of this length; undefined where it is too much. */
export async function changesSince(
  room: FeatureRoom,
  file: number,
  { from, to, length }: { readonly from: number; readonly to: number; readonly length: number },
): Promise<ChangeSet | undefined> {
  const changes = await changeOver(room, file, from, to);
  return changes && (changes[0] ?? ChangeSet.empty(length));
}

type AskedFile = AskedContext["files"][number];

/** More of them are one from the first to the last. */
const MOST_RANGES = 100;

/** Lines that are new or others than at a version, and those before which some are gone; all of them where it is too much. */
async function changedLines(
  room: FeatureRoom,
  file: number,
  since: number,
  now: Pick<ContextFile, "version" | "text">,
) {
  const { version, text } = now;
  if (since > version) throw new NotDone("unknownVersion");
  const changes = await changeOver(room, file, since, version);
  if (!changes) return [[1, text.lines] as const];
  const ranges: [first: number, last: number][] = [];
  for (const change of changes)
    change.iterChangedRanges((_from, _to, from, to) => {
      const [first, last] = [text.lineAt(from).number, text.lineAt(Math.max(from, to - 1)).number];
      const before = ranges.at(-1);
      if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else ranges.push([first, last]);
    });
  return ranges.length <= MOST_RANGES ? ranges : [[ranges[0]![0], ranges.at(-1)![1]] as const];
}

/**
 * The file as everybody sees it now, never as it was: whoever asks may not see that. Where it has changed since it was looked at, what is
 * selected is carried along. Throws NotDone unknownFile and unknownVersion.
 */
async function contextFile(room: FeatureRoom, asked: AskedFile): Promise<ContextFile> {
  const { file, from, to = from, since } = asked;
  const path = pathOf(room, file);
  const [version = 0] = await room.versions([file]);
  const { version: seen = version } = asked;
  const text = await room.textAt(file, version);
  const changed = since === undefined ? {} : { changed: await changedLines(room, file, since, { version, text }) };
  if (from === undefined || to === undefined) return { file, path, version, text, ...changed };
  if (seen > version || from > to) throw new NotDone("unknownVersion");
  const carried = seen === version ? [from, to] : await carry(room, file, seen, { from, to, version });
  if (carried[1]! > text.length) throw new NotDone("unknownVersion");
  return { file, path, version, text, from: carried[0]!, to: carried[1]!, ...changed };
}

async function carry(
  room: FeatureRoom,
  file: number,
  seen: number,
  { from, to, version }: { readonly from: number; readonly to: number; readonly version: number },
): Promise<readonly number[]> {
  const [over] = (await changeOver(room, file, seen, version)) ?? [];
  if (!over || to > over.length) throw new NotDone("unknownVersion");
  return [over.mapPos(from, -1), over.mapPos(to, 1)];
}

/** Each file once, in their order. Throws NotDone unknownFile and unknownVersion. */
export async function contextOf(room: FeatureRoom, { files }: AskedContext): Promise<readonly ContextFile[]> {
  const found: ContextFile[] = [];
  for (const asked of files)
    if (!found.some(({ file }) => file === asked.file)) found.push(await contextFile(room, asked));
  return found;
}
