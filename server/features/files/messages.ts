// What is asked of a room's files, on the socket and over HTTP. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomFile } from "../../protocol/events.ts";
import { FIRST_ISSUE, listOf } from "../../protocol/listOf.ts";
import { shortText } from "../../routing/described.ts";

/** Code points of a path as it is asked for; what it may have is up to the room's limits. */
const PATH_CHARACTERS = 1_000;
/** Files that are deleted, put back or deleted for good at once. */
export const FILES_AT_ONCE = 1_000;

export const file = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.description("its number"));
export const path = shortText(PATH_CHARACTERS, "a path, with / between folders and name");
const before = v.optional(
  v.pipe(v.nullable(file), v.description("the number of the sibling before which it goes; null: after all of them")),
);
const files = listOf(file, FILES_AT_ONCE, 1);
const imported = v.optional(
  v.strictObject({
    lineBreak: v.picklist(["\n", "\r\n", "\r"]),
    byteOrderMark: v.exactOptional(v.literal(true)),
  }),
);

/** What wishes say besides their type and their file, which over HTTP is in the path. */
export const SAID = {
  create: v.strictObject({ name: path, before, imported }),
  /** another path, another place among the siblings there, what another text had that is in it now */
  change: v.strictObject({ name: v.optional(path), before, imported }),
  changeFolder: v.strictObject({ folder: path, name: path }),
};

const wishes = [
  v.strictObject({ type: v.literal("create"), ...SAID.create.entries }),
  v.strictObject({ type: v.literal("change"), file, ...SAID.change.entries }),
  v.strictObject({ type: v.literal("changeFolder"), ...SAID.changeFolder.entries }),
  v.strictObject({ type: v.literal("delete"), files }),
  v.strictObject({ type: v.literal("deleteFolder"), folder: path }),
  v.strictObject({ type: v.literal("restore"), files }),
  /** for good, of files that are deleted; by owners alone */
  v.strictObject({ type: v.literal("purge"), files }),
] as const;
const wish = v.variant("type", wishes);
/** somebody has put back into a file what the server had lost with an older copy */
const putBack = v.strictObject({ type: v.literal("putBack"), file });
const message = v.variant("type", [...wishes, putBack]);

export type Wish = v.InferOutput<typeof wish>;
export type FilesMessage = v.InferOutput<typeof message>;

/** Reads what somebody wishes. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export const decodeWish = (data: unknown): Wish => decode(wish, data);

/** Reads a wish, or what somebody has done. Throws Refusal bad_request. */
export const decodeMessage = (data: unknown): FilesMessage => decode(message, data);

function decode<Schema extends v.GenericSchema>(schema: Schema, data: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data, FIRST_ISSUE);
  if (result.success) return result.output;
  throw new Refusal("bad_request", v.getDotPath(result.issues[0])?.slice(0, 60) ?? "data");
}

/** To the client that asked for a file, once everybody has heard of it. */
export interface Created {
  readonly type: "created";
  readonly file: number;
}

/** To everybody: who has put something back. */
export interface WasPutBack {
  readonly type: "putBack";
  readonly file: number;
  readonly participant: number;
}

export type ServerFilesMessage = Created | WasPutBack;

/** What a request is answered with: the files that are others now, in the order of their numbers. */
export interface Changed {
  readonly files: readonly RoomFile[];
}
