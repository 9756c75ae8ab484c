// All that a client may say on a room's socket, and how a server reads it. Knows no socket and no room.
import * as v from "valibot";
import { Refusal } from "./errors.ts";
import { LANGUAGES } from "./languages.ts";
import { FIRST_ISSUE, isList, listOf } from "./listOf.ts";
import { HELLO_FILES, type Limits, SHORT_TEXT_CHARACTERS } from "./limits.ts";
import { PRESENCE_STATES } from "./serverMessages.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** 128 random bits or more, in URL-safe base 64. */
const secret = v.pipe(v.string(), v.regex(/^[\w-]{22,64}$/));
const shortText = v.pipe(v.string(), v.maxLength(SHORT_TEXT_CHARACTERS));
const language = v.picklist(LANGUAGES);

const fileAt = {
  file: positive,
  /** the version this client has; null: it has nothing and wants the text of the head */
  version: v.nullable(count),
  /** it knows `version` but has lost its text: send the text of just that version first */
  text: v.optional(v.boolean()),
};

const pushMessage = v.strictObject({
  type: v.literal("push"),
  file: positive,
  version: count,
  /** number of the first change; each client counts its changes of a file from 1 */
  seq: positive,
  changes: v.custom<readonly unknown[]>(isList, "a list"),
});

const clientMessage = v.variant("type", [
  v.strictObject({
    type: v.literal("hello"),
    client: secret,
    name: v.optional(shortText),
    key: v.optional(secret),
    /** the secret of the link by which they come */
    invitation: v.optional(secret),
    password: v.optional(shortText),
    files: v.pipe(
      listOf(v.strictObject(fileAt), HELLO_FILES),
      v.check((files) => new Set(files.map(({ file }) => file)).size === files.length, "each file once"),
    ),
  }),
  pushMessage,
  v.strictObject({ type: v.literal("open"), ...fileAt }),
  v.strictObject({ type: v.literal("close"), file: positive }),
  v.strictObject({
    type: v.literal("presence"),
    file: positive,
    version: count,
    selections: v.array(v.strictTuple([count, count])),
    /** where the first line begins that they see, for those who follow them */
    top: v.optional(count),
    /** no input for a while, or the page is not seen; absent: neither */
    state: v.optional(v.picklist(PRESENCE_STATES)),
  }),
  v.strictObject({ type: v.literal("room"), language: v.optional(language), title: v.optional(shortText) }),
  v.strictObject({ type: v.literal("diverged"), file: positive, version: count, hash: count }),
  v.strictObject({ type: v.literal("feature"), feature: shortText, data: v.unknown() }),
  v.strictObject({ type: v.literal("ping") }),
]);

export type ClientMessage = v.InferOutput<typeof clientMessage>;
/** What a room hears; a ping is the socket's. */
export type RoomMessage = Exclude<ClientMessage, { type: "ping" }>;
export type Hello = Extract<ClientMessage, { type: "hello" }>;
export type Push = v.InferOutput<typeof pushMessage>;
/** A file that a client wants open. */
export type FileRequest = Hello["files"][number];
/** What everybody who may write can set; what is absent stays as it is. */
export type RoomSettings = Omit<Extract<ClientMessage, { type: "room" }>, "type">;

/** Reads what a client says. Throws Refusal bad_frame, also where a bound of `limits` is passed. */
export function decodeClientMessage(json: unknown, limits: Limits): ClientMessage {
  if (selectionsIn(json) > limits.selections) throw new Refusal("bad_frame", `at most ${limits.selections} selections`);
  const message = readMessage(json);
  if (message.type === "push" && (message.changes.length === 0 || message.changes.length > limits.pushUpdates))
    throw new Refusal("bad_frame", `a push has 1 to ${limits.pushUpdates} changes`);
  return message;
}

/** How many there are, before any is looked at. */
function selectionsIn(json: unknown): number {
  const { selections } = (json ?? {}) as { selections?: unknown };
  return Array.isArray(selections) ? selections.length : 0;
}

function readMessage(json: unknown): ClientMessage {
  const result = v.safeParse(clientMessage, json, FIRST_ISSUE);
  if (!result.success) throw new Refusal("bad_frame", describe(result.issues[0]));
  return result.output;
}

/** Where and what, never the value itself: a hostile value must not reach logs or frames. */
const describe = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue)?.slice(0, 60) ?? "message"}: ${issue.expected?.slice(0, 60) ?? "not as specified"}`;
