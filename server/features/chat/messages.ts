// What is said between the two halves of the chat, and what it keeps. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import type { LogPage } from "../featureLog.ts";

/** UTF-16 units of one message. */
export const TEXT_CHARACTERS = 2_000;
/** Entries that one answer holds. */
export const PAGE_ENTRIES = 100;

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** random, by which the same thing is known when it is sent again */
const id = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
const text = v.pipe(
  v.string(),
  v.maxLength(TEXT_CHARACTERS),
  v.check((said) => said.trim() !== "", "not blank"),
);

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read"), from: version, to: version }),
  v.strictObject({ type: v.literal("say"), id, text }),
  v.strictObject({ type: v.literal("edit"), id, message: version, text }),
  v.strictObject({ type: v.literal("withdraw"), id, message: version }),
  v.strictObject({ type: v.literal("clear"), id }),
]);

export type ChatMessage = v.InferOutput<typeof clientMessage>;
/** What becomes an entry. */
export type Saying = Exclude<ChatMessage, { type: "read" }>;

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeChatMessage(data: unknown): ChatMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** An entry as it is stored: `id` is its author's, `time` is the server's in ms since 1970, `message` is the version of a "said". */
export type StoredEntry = { readonly id: string; readonly participant: number; readonly time: number } & (
  | { readonly type: "said"; readonly text: string }
  | { readonly type: "edited"; readonly message: number; readonly text: string }
  | { readonly type: "withdrawn"; readonly message: number }
  | { readonly type: "cleared" }
);

/** The same as anybody may see it now: a text that is not the message's newest is left out. */
export type ShownEntry = Omit<StoredEntry, "type"> & {
  readonly type: StoredEntry["type"];
  readonly message?: number;
  readonly text?: string;
};

/** Consecutive entries as anybody may see them now. */
export type ShownPage = LogPage<ShownEntry>;

/** Why something is not kept: the owner alone may do it, it can no longer be changed, or the chat is full. */
export type ChatRefusal = "notOwner" | "unchangeable" | "full";

export type ServerChatMessage =
  /** on coming in, and to whoever was too slow: the log can be read from `start`, where it was cleared last, to `head` */
  | { readonly type: "head"; readonly start: number; readonly head: number }
  /** new, for everybody who keeps up */
  | ({ readonly type: "entries" } & ShownPage)
  /** asked for by this client, or what it has said before */
  | ({ readonly type: "page" } & ShownPage)
  /** what this client said under `id` is not kept, and why, by its name and in a sentence */
  | { readonly type: "refused"; readonly id: string; readonly why: ChatRefusal; readonly sentence: string };
