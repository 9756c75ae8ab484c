// What is said between the two halves of history, and what a room keeps of it. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import type { Participant } from "../../protocol/events.ts";
import { readBody, shortText, whole } from "../../routing/described.ts";
import type { Mark } from "../../rooms/roomPort.ts";
import type { LogPage } from "../featureLog.ts";
import type { SentBlame } from "#weave/sentBlame.ts";

/** Code points of the name of a moment. @public */
export const NAME_CHARACTERS = 80;
/** Entries that one answer holds. @public */
export const PAGE_ENTRIES = 500;
/** Tabs that an undo names. @public */
export const MOST_CLIENTS = 1_000;
/** Files that are brought back to a moment at once. @public */
export const MOST_FILES = 1_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** random, by which the same thing is known when it is sent again */
const id = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
const name = shortText(NAME_CHARACTERS, "what the moment is called: one line, with at least one visible character");
/** @public */
export const WHO = ["owners", "editors", "everybody"] as const;

/** Updates of one tab in a file, which it has made of the text at version `base`; `part`: of that stretch alone, in UTF-16 units, of it or of the text at `partOf`. */
const updates = {
  file: number,
  base: count,
  client: number,
  firstSeq: number,
  lastSeq: number,
};
const written = {
  id,
  ...updates,
  part: v.exactOptional(v.strictTuple([count, count])),
  partOf: v.exactOptional(count),
};

const undoneSet = v.strictObject({
  clients: v.exactOptional(v.pipe(v.array(number), v.minLength(1), v.maxLength(MOST_CLIENTS))),
  participant: v.exactOptional(number),
  from: count,
  to: count,
});

const numbers = v.pipe(v.array(number), v.maxLength(MOST_FILES));
/** The room was brought to another state as one act: its texts, files that were put back and files that were deleted. */
const ofRoom = { id, back: numbers, gone: numbers };
const textsOf = <Text extends v.GenericSchema>(text: Text) => v.pipe(v.array(text), v.maxLength(MOST_FILES));

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read"), from: count, to: count }),
  v.strictObject({ type: v.literal("setting"), maySee: v.picklist(WHO), links: v.boolean() }),
  v.strictObject({ type: v.literal("name"), id, at: v.exactOptional(count), name }),
  v.strictObject({ type: v.literal("rename"), entry: count, name }),
  v.strictObject({ type: v.literal("unname"), entry: count }),
  v.strictObject({ type: v.literal("restored"), ...written, version: count, at: count }),
  v.strictObject({ type: v.literal("undone"), ...written, set: undoneSet }),
  v.strictObject({
    type: v.literal("roomRestored"),
    ...ofRoom,
    at: count,
    texts: textsOf(v.strictObject({ ...updates, version: count })),
  }),
  v.strictObject({
    type: v.literal("roomUndone"),
    ...ofRoom,
    entry: count,
    texts: textsOf(v.strictObject({ ...updates, set: undoneSet })),
  }),
]);

export type ClientHistoryMessage = v.InferOutput<typeof clientMessage>;
type Said<Type extends ClientHistoryMessage["type"]> = Extract<ClientHistoryMessage, { type: Type }>;
export type Restored = Said<"restored">;
export type Undone = Said<"undone">;
/** Of which something is said; `set`: these edits are undone by them. */
export type Updates = Pick<Undone, "file" | "base" | "client" | "firstSeq" | "lastSeq"> & Partial<Pick<Undone, "set">>;
/** All of a room brought back to a moment. @public */
export type RoomRestored = Said<"roomRestored">;
/** That taken back, by its entry. @public */
export type RoomUndone = Said<"roomUndone">;
/** Which updates were undone: of these tabs or of this person, all where neither is named, that made the versions after `from` until `to`. @public */
export type UndoneSet = Undone["set"];
/** Who sees the history of a room. @public */
export type Who = (typeof WHO)[number];

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeHistoryMessage(data: unknown): ClientHistoryMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** What whoever names a moment over HTTP says. */
export const naming = v.strictObject({
  at: v.exactOptional(whole("the moment, in ms since 1970; absent: now")),
  name,
});

const moment = whole("a moment, in ms since 1970");

/** What whoever forks a room over HTTP says. */
export const forking = v.strictObject({
  time: v.exactOptional(v.pipe(moment, v.description("a moment; absent: now"))),
});

/** Of a log, `to` not in it. */
const stretch = { from: v.optional(count, 0), to: v.exactOptional(count) };

const wish = v.variant("type", [
  v.strictObject({ type: v.literal("look") }),
  v.strictObject({
    type: v.literal("text"),
    file: number,
    version: v.exactOptional(count),
    time: v.exactOptional(count),
  }),
  v.strictObject({ type: v.literal("blame"), file: number, version: v.exactOptional(count) }),
  v.strictObject({ type: v.literal("fork"), ...forking.entries }),
  v.strictObject({ type: v.literal("log"), file: number, ...stretch }),
  v.strictObject({ type: v.literal("updates"), file: number, ...stretch }),
  /** whether they see history */
  v.strictObject({ type: v.literal("may") }),
  /** whether there is such a file, and such a version of it */
  v.strictObject({ type: v.literal("has"), file: number, version: v.exactOptional(count) }),
  v.strictObject({ type: v.literal("files"), time: v.exactOptional(count) }),
  v.strictObject({ type: v.literal("versions") }),
  v.strictObject({ type: v.literal("name"), ...naming.entries }),
]);

/** What is asked over HTTP. Throws Refusal bad_request. */
export const decodeWish = (data: unknown) => readBody(wish, data);
export type Wish = v.InferOutput<typeof wish>;

/**
 * An entry of the log, as it is stored and shown; another names it by its version. `time` is the server's in ms since 1970, `participant` who
 * said it, `at` the moment that it is about.
 */
export type ShownEntry =
  | {
      readonly type: "named";
      readonly id: string;
      readonly participant: number;
      readonly time: number;
      readonly at: number;
      readonly name: string;
    }
  | {
      readonly type: "renamed";
      readonly entry: number;
      readonly name: string;
      readonly participant: number;
      readonly time: number;
    }
  | { readonly type: "unnamed"; readonly entry: number; readonly participant: number; readonly time: number }
  | (Restored & { readonly participant: number; readonly time: number })
  | ((Undone | RoomRestored | RoomUndone) & { readonly participant: number; readonly time: number });

/** Where a room was forked from: what that was called, the moment, and who did it, by name. */
export interface Origin {
  readonly title: string;
  readonly at: number;
  readonly by: string;
}

/** A setting of the room's owners. `links`: viewers who come by a viewing address are among everybody. */
export interface Setting {
  readonly maySee: Who;
  readonly links: boolean;
}

export type ServerHistoryMessage =
  /** new, and what was read: to whoever may see history */
  | ({ readonly type: "told" } & LogPage<ShownEntry>)
  /** to everybody, on coming in and when it changes */
  | ({ readonly type: "setting"; readonly origin?: Origin } & Setting)
  /** to everybody: somebody has brought an old text back, or undone edits */
  | {
      readonly type: "announced";
      readonly what: "restored" | "undone";
      readonly participant: number;
      readonly file: number;
    }
  | { readonly type: "announced"; readonly what: "roomRestored" | "roomUndone"; readonly participant: number };

/** A file of the room, with how many updates its log has. */
export interface HistoryFile {
  readonly file: number;
  readonly path: string;
  readonly version: number;
  readonly deleted?: { readonly time: number; readonly participant: number };
}

/** @public */
export type { Mark };

/** The answer to GET /history. */
export interface History extends Setting {
  readonly origin?: Origin;
  readonly files: readonly HistoryFile[];
  /**
   * every tab that ever came, also those that were forgotten: its number, whose it is, and when it came first, in ms since 1970; of a robot's,
   * the participant on whose behalf it writes by it, if there is one
   */
  readonly tabs: readonly (readonly [client: number, participant: number, since: number, behalf?: number])[];
  readonly people: readonly Participant[];
  readonly marks: readonly Mark[];
  /** all of the log, each at its version; null is a place without an entry */
  readonly entries: readonly (ShownEntry | null)[];
}

/** Whose the text of a file is at a version. `notes`: how much of what people have said of its updates it knows of. */
export interface BlameAnswer extends SentBlame {
  readonly version: number;
  readonly notes: number;
}

/** @public */
export type { NamedMoment } from "#weave/named.ts";
