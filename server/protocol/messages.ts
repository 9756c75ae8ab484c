// All that is said on a room's socket, in both directions, and how a server reads it. Knows no socket and no room.
import * as v from "valibot";
import type { ChangeJSON } from "./changes.ts";
import type { Participant, Role, RoomDetails, RoomEvent } from "./events.ts";
import { Refusal } from "./errors.ts";
import { LANGUAGES } from "./languages.ts";
import { FIRST_ISSUE, isList, listOf } from "./listOf.ts";
import { HELLO_FILES, type Limits, SHORT_TEXT_CHARACTERS } from "./limits.ts";
import type { Selection } from "./selections.ts";
import { type UpdateJSON, wholeUpdates } from "./updates.ts";

/** The WebSocket subprotocol; a change that an older side cannot read gets a new number. */
export const SUBPROTOCOL = "companion.v2";
/** The same, said by a client that inflates binary frames: a long text comes to it in one. */
export const INFLATING_SUBPROTOCOL = "companion.v2+deflate";

const PRESENCE_STATES = ["idle", "away"] as const;
/** How far somebody is not with it: no input for a while, or another page in front. */
export type PresenceState = (typeof PRESENCE_STATES)[number];

// ---- client → server

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
export type Hello = Extract<ClientMessage, { type: "hello" }>;
export type Push = v.InferOutput<typeof pushMessage>;
export type OpenFile = Hello["files"][number];
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

// ---- server → client

/** Where somebody is in a file, at a version of it. */
export interface Presence {
  readonly client: number;
  readonly file: number;
  readonly version: number;
  readonly selections: readonly Selection[];
  readonly top?: number | undefined;
  readonly state?: PresenceState | undefined;
}

/** An open tab and whose it is. */
export interface ConnectedClient {
  /** the number that the room has given the client id: updates and presences name it so */
  readonly client: number;
  /** whose it is */
  readonly participant: number;
}

/** Whoever is welcomed: the same numbers for the same client id, whenever it comes. */
export interface You extends ConnectedClient {
  /** owner, editor or viewer */
  readonly role: Role;
  /** their secret; once, when it was made */
  readonly key?: string;
}

export interface Welcome {
  readonly type: "welcome";
  /** this client and whose it is */
  readonly you: You;
  /** the room, by the address that this client came by */
  readonly room: RoomDetails;
  /** every open tab in the room, this one among them */
  readonly clients: readonly ConnectedClient[];
  /** the bounds of this server */
  readonly limits: Limits;
  /** the server's build; a change means that the page should be reloaded when idle */
  readonly build: string;
}

export type ServerMessage =
  | Welcome
  /** somebody decides whether this client may come in; `welcome` or an `error` follows */
  | { readonly type: "waiting" }
  | {
      readonly type: "file";
      readonly file: number;
      /** of `text`; without text: from where updates follow, or `change` goes */
      readonly version: number;
      /** caught up once this version is reached; nothing is pushed before */
      readonly head: number;
      readonly text?: string;
      /** takes the text from `version` to `head` */
      readonly change?: ChangeJSON;
      /** with text or change: this client's highest seq that is contained then */
      readonly confirmed?: number;
    }
  | {
      readonly type: "updates";
      readonly file: number;
      readonly version: number;
      readonly updates: readonly UpdateJSON[];
    }
  | { readonly type: "presence"; readonly presences: readonly Presence[] }
  | { readonly type: "joined"; readonly client: ConnectedClient; readonly person: Participant }
  | { readonly type: "left"; readonly client: number }
  | { readonly type: "event"; readonly event: RoomEvent }
  | { readonly type: "check"; readonly file: number; readonly version: number; readonly hash: number }
  | { readonly type: "feature"; readonly feature: string; readonly data: unknown }
  | { readonly type: "pong" }
  | {
      readonly type: "error";
      readonly code: string;
      readonly message: string;
      /** the connection ends after this */
      readonly fatal: boolean;
      readonly file?: number;
      readonly retryAfterMs?: number;
    };

/**
 * Reads a frame of the server. A client trusts the server that it came from, so nothing is checked; whoever handles messages
 * passes over a type that it does not know, which is how an older page lives with a newer server. Updates are whole then.
 */
export function decodeServerMessage(frame: string): ServerMessage {
  const message = JSON.parse(frame) as ServerMessage;
  return message.type === "updates" ? { ...message, updates: wholeUpdates(message.updates) } : message;
}
