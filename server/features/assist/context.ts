// The texts of a room that a question is about, as everybody sees them now, and where places in them are that were looked at a moment before. Knows no model.
import { ChangeSet } from "@codemirror/state";
import { Refusal } from "../../protocol/errors.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { AskedContext } from "./messages.ts";
import { NotDone } from "./notDone.ts";
import type { ContextFile } from "./prompt.ts";

/** Updates over which a place, or a proposal, is carried; beyond them it is another text. */
const MOST_UPDATES = 5_000;

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

/** A file that is there. Throws NotDone unknownFile. */
export function pathOf(room: FeatureRoom, file: number): string {
  const found = room.details.files.find((one) => one.file === file && !one.deleted && !one.purged);
  if (!found) throw new NotDone("unknownFile");
  return found.name;
}

/** All that came to a file from one version on and before another, against a text of this length; undefined where it is too much. */
export async function changesSince(
  room: FeatureRoom,
  file: number,
  { from, to, length }: { readonly from: number; readonly to: number; readonly length: number },
): Promise<ChangeSet | undefined> {
  let over = ChangeSet.empty(length);
  if (to - from > MOST_UPDATES) return undefined;
  for await (const { updates } of room.read(file, from, to))
    for (const [, , , change] of updates) over = over.compose(ChangeSet.fromJSON(change));
  return over;
}

type AskedFile = AskedContext["files"][number];

/**
 * The file as everybody sees it now, never as it was: whoever asks may not see that. Where it has changed since it was looked at, what is
 * selected is carried along. Throws NotDone unknownFile and unknownVersion.
 */
async function contextFile(room: FeatureRoom, asked: AskedFile): Promise<ContextFile> {
  const { file, from, to = from } = asked;
  const path = pathOf(room, file);
  const [version = 0] = await room.versions([file]);
  const { version: seen = version } = asked;
  const text = await room.textAt(file, version);
  if (from === undefined || to === undefined) return { file, path, version, text };
  if (seen > version || from > to) throw new NotDone("unknownVersion");
  const carried = seen === version ? [from, to] : await carry(room, file, seen, { from, to, version });
  if (carried[1]! > text.length) throw new NotDone("unknownVersion");
  return { file, path, version, text, from: carried[0]!, to: carried[1]! };
}

async function carry(
  room: FeatureRoom,
  file: number,
  seen: number,
  { from, to, version }: { readonly from: number; readonly to: number; readonly version: number },
): Promise<readonly number[]> {
  // the length that the first of the updates is against
  let over: ChangeSet | undefined;
  if (version - seen > MOST_UPDATES) throw new NotDone("unknownVersion");
  for await (const { updates } of room.read(file, seen, version))
    for (const [, , , change] of updates) {
      const next = ChangeSet.fromJSON(change);
      over = over ? over.compose(next) : next;
    }
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
