// What is asked of a room's files, on the socket and over HTTP. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomFile } from "../../protocol/events.ts";

/** UTF-16 units of a path as it is asked for; what it may have is up to the room's limits. */
const PATH_CHARACTERS = 1_000;
/** Files that are deleted or put back at once. */
const FILES_AT_ONCE = 1_000;

const file = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const path = v.pipe(v.string(), v.maxLength(PATH_CHARACTERS));
/** the sibling before which it goes; null: after all of them */
const before = v.optional(v.nullable(file));
const files = v.pipe(v.array(file), v.minLength(1), v.maxLength(FILES_AT_ONCE));
const imported = v.optional(
  v.strictObject({
    lineBreak: v.picklist(["\n", "\r\n", "\r"]),
    byteOrderMark: v.exactOptional(v.literal(true)),
  }),
);

const wish = v.variant("type", [
  v.strictObject({ type: v.literal("create"), name: path, before, imported }),
  /** another path, another place among the siblings there, what another text had that is in it now */
  v.strictObject({ type: v.literal("change"), file, name: v.optional(path), before, imported }),
  v.strictObject({ type: v.literal("changeFolder"), folder: path, name: path }),
  v.strictObject({ type: v.literal("delete"), files }),
  v.strictObject({ type: v.literal("deleteFolder"), folder: path }),
  v.strictObject({ type: v.literal("restore"), files }),
]);

export type Wish = v.InferOutput<typeof wish>;

/** Reads what somebody wishes. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeWish(data: unknown): Wish {
  const result = v.safeParse(wish, data);
  if (result.success) return result.output;
  throw new Refusal("bad_request", v.getDotPath(result.issues[0])?.slice(0, 60) ?? "data");
}

/** To the client that asked for a file, once everybody has heard of it. */
export interface Created {
  readonly type: "created";
  readonly file: number;
}

/** What a request is answered with: the files that are others now, in the order of their numbers. */
export interface Changed {
  readonly files: readonly RoomFile[];
}
