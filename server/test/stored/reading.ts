// What somebody finds in a room, asked for on the socket: a file's text and history, the chat, the roles. Knows no store.
import { createHash } from "node:crypto";
import type { RoomDetails } from "../../protocol/events.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";
import type { Wire } from "../hostile/wire.ts";
import { replay } from "../process/storedLog.ts";

/** The owners' notes, as a file. */
export const NOTES = 1_000_002;
/** A text is compared at every version that is a multiple of it. */
const LOOK_EVERY_UPDATES = 500;

export interface FoundText {
  readonly version: number;
  readonly text: string;
  /** by version: the hash of the text there */
  readonly hashes: Readonly<Record<string, string>>;
}

/** All that is asked of a room. */
export interface Found {
  readonly room: RoomDetails;
  /** by the number of the file; those that were deleted, and the notes, too, but none that is gone for good */
  readonly texts: Readonly<Record<string, FoundText>>;
  /** what the chat may still show, from its start on */
  readonly chat: { readonly start: number; readonly entries: readonly unknown[] };
  /** questions and answers; absent of a build that had no assistant */
  readonly assist?: { readonly start: number; readonly entries: readonly unknown[] };
  /** what the owner is told of settings and links */
  readonly roles: unknown;
}

export const hashOf = (text: string): string => createHash("sha256").update(text, "utf16le").digest("base64url");

/** The next that a feature says of this type; what else it says before is passed over. */
export async function told<Data>(wire: Wire, feature: string, type: string): Promise<Data> {
  for (;;) {
    const said = await wire.next("feature");
    if (said.feature === feature && (said.data as { type: string }).type === type) return said.data as Data;
  }
}

interface Head {
  readonly type: string;
  /** absent: it begins at 0 */
  readonly start?: number;
  readonly head: number;
}

/** What a feature says of its log to whoever comes; read before or not. */
export async function headOf(wire: Wire, feature: string): Promise<Head> {
  for (;;) {
    for (const said of wire.heard)
      if (said.type === "feature" && said.feature === feature && (said.data as Head).type === "head")
        return said.data as Head;
    await wire.next("feature");
  }
}

async function opened(wire: Wire) {
  const said = await wire.next("file", "error");
  if (said.type === "error") throw new Error(said.message);
  return said;
}

/** Every update of the file, from version 0 on. */
async function historyOf(wire: Wire, file: number): Promise<UpdateJSON[]> {
  wire.say({ type: "open", file, version: 0 });
  const { head } = await opened(wire);
  const history: UpdateJSON[] = [];
  while (history.length < head) {
    const page = await wire.next("updates");
    if (page.file !== file || page.version !== history.length) throw new Error("something is missing of the history");
    history.push(...page.updates);
  }
  return history;
}

/** The text of the file there, and the version; null: at the head. */
export async function textAt(wire: Wire, file: number, at: number | null): Promise<{ version: number; text: string }> {
  wire.say({ type: "open", file, version: at, ...(at !== null && { text: true }) });
  const { version, text } = await opened(wire);
  if (text === undefined) throw new Error("a text was asked for");
  return { version, text };
}

/** The file's text as the server gives it, and its texts as its history makes them. */
export async function fileOf(wire: Wire, file: number): Promise<FoundText> {
  const newest = await textAt(wire, file, null);
  const texts = replay(await historyOf(wire, file));
  if (texts.at(-1)?.toString() !== newest.text) throw new Error(`the history of file ${file} makes another text`);
  const looked = [...texts.entries()].filter(([version]) => version % LOOK_EVERY_UPDATES === 0 || !texts[version + 1]);
  const hashes = Object.fromEntries(looked.map(([version, text]) => [version, hashOf(text.toString())]));
  return { ...newest, hashes };
}

/** The log of a feature that is read by pages. */
async function logOf(wire: Wire, feature: string): Promise<Found["chat"]> {
  const { start = 0, head } = await headOf(wire, feature);
  const entries: unknown[] = [];
  while (start + entries.length < head) {
    wire.say({ type: "feature", feature, data: { type: "read", from: start + entries.length, to: head } });
    entries.push(...(await told<{ entries: unknown[] }>(wire, feature, "page")).entries);
  }
  return { start, entries };
}

/** All that an owner finds who has just been welcomed. */
export async function foundBy(wire: Wire & { readonly welcome: { readonly room: RoomDetails } }): Promise<Found> {
  const { room } = wire.welcome;
  const chat = await logOf(wire, "chat");
  const assist = await logOf(wire, "assist");
  wire.say({ type: "feature", feature: "roles", data: { type: "read" } });
  const roles = await told<unknown>(wire, "roles", "state");
  const texts: Record<string, FoundText> = {};
  const listed = room.files.filter(({ purged }) => !purged);
  for (const file of [...listed.map((one) => one.file), NOTES]) texts[file] = await fileOf(wire, file);
  return { room, texts, chat, assist, roles };
}
