// What is said between the two halves of running code, and what a room keeps of it. Knows no room and no sandbox.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { readBody, said, shortText, whole as numbered } from "../../routing/described.ts";
import { LANGUAGES } from "../../protocol/languages.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import type { LogPage } from "../featureLog.ts";
import { BROWSER_OUTCOMES, type Outcome } from "./outcomes.ts";

/** UTF-16 units of one piece of output, and pieces in a message. */
const PIECE_CHARACTERS = 16_384;
const MOST_PIECES = 100;
/** UTF-16 units that are typed to a program at once. @public */
export const INPUT_CHARACTERS = 4_096;
/** UTF-16 units of how a browser says that its run has ended. */
const SENTENCE_CHARACTERS = 300;
/** Bytes of UTF-8 that a run may print and be typed, where the server is not set to another number. @public */
export const OUTPUT_BYTES = 1_048_576;
/** Entries that one answer holds. */
export const PAGE_ENTRIES = 100;

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const whole = v.pipe(v.number(), v.safeInteger());
/** random, by which the same thing is known when it is sent again */
const id = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
const language = v.picklist(LANGUAGES);
const streams = ["compiler", "stdout", "stderr"] as const;
const places = ["browser", "server"] as const;
/** @public */
export const WHO = ["owners", "editors", "nobody"] as const;
const doing = ["running", "asking"] as const;
const piece = v.strictObject({
  stream: v.picklist(streams),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(PIECE_CHARACTERS)),
});

/** Where a run is: in the browser of who started it, or on the server. @public */
export type RunPlace = (typeof places)[number];
export type OutputStream = (typeof streams)[number];
/** Who may run code in a room; viewers never may. */
export type Who = (typeof WHO)[number];
/** What a program in a browser does: "asking" is waiting for a line. */
export type Doing = (typeof doing)[number];
/** What a program prints. */
export type Piece = v.InferOutput<typeof piece>;

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read"), from: version, to: version }),
  v.strictObject({
    type: v.literal("run"),
    id,
    place: v.picklist(places),
    file: version,
    language,
    takesInput: v.exactOptional(v.boolean()),
  }),
  v.strictObject({
    type: v.literal("output"),
    run: version,
    chunks: v.pipe(v.array(piece), v.minLength(1), v.maxLength(MOST_PIECES)),
  }),
  v.strictObject({ type: v.literal("phase"), run: version, phase: v.picklist(doing) }),
  v.strictObject({
    type: v.literal("end"),
    run: version,
    outcome: v.picklist(BROWSER_OUTCOMES),
    sentence: v.exactOptional(v.pipe(v.string(), v.maxLength(SENTENCE_CHARACTERS))),
    exitCode: v.exactOptional(whole),
    wallMs: v.exactOptional(version),
  }),
  v.strictObject({
    type: v.literal("input"),
    run: version,
    text: v.pipe(v.string(), v.maxLength(INPUT_CHARACTERS)),
    end: v.exactOptional(v.boolean()),
  }),
  v.strictObject({ type: v.literal("stop"), run: version }),
  v.strictObject({ type: v.literal("ask"), id, file: version }),
  v.strictObject({ type: v.literal("clear") }),
  v.strictObject({ type: v.literal("setting"), mayRun: v.picklist(WHO) }),
]);

export type ClientRunMessage = v.InferOutput<typeof clientMessage>;
type Said<Type extends ClientRunMessage["type"]> = Extract<ClientRunMessage, { type: Type }>;
export type Starting = Said<"run">;
export type Asking = Said<"ask">;
export type Typing = Said<"input">;

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeRunMessage(data: unknown): ClientRunMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** UTF-16 units of a file's path that somebody names. */
const PATH_CHARACTERS = 1_024;

/** What whoever runs code over HTTP says. */
export const wish = v.strictObject({
  file: v.exactOptional(numbered("number of the file to run; absent: the one at the path, or the only one", 1)),
  path: v.exactOptional(shortText(PATH_CHARACTERS, "of the file to run, with / between folders and name")),
  language: v.exactOptional(said(language, "absent: by the file's extension")),
  input: v.exactOptional(said(v.string(), "all that the program reads")),
});

export type Wish = v.InferOutput<typeof wish>;

/** What the route hands to the room: the `origin` of whoever asks, and what they sent. */
export interface AskedOverHttp {
  readonly origin: string;
  readonly data: unknown;
}

/** Reads it. Throws Refusal bad_request. */
export const decodeWish = (data: unknown): Wish => readBody(wish, data);

/**
 * An entry of the log, as it is stored and shown. A run's number is the version of its "started"; `time` is the server's in ms since
 * 1970, `participant` who did it, `client` the tab that runs it, of one in a browser; `takesInput` is false where nothing can be typed to it.
 */
export type ShownEntry =
  | {
      readonly type: "started";
      readonly id: string;
      readonly participant: number;
      readonly time: number;
      readonly place: RunPlace;
      readonly language: string;
      readonly file: number;
      readonly path: string;
      readonly client?: number;
      readonly takesInput?: boolean;
    }
  /** at most 16 kB of UTF-8 */
  | { readonly type: "output"; readonly run: number; readonly stream: OutputStream; readonly text: string }
  | { readonly type: "input"; readonly run: number; readonly participant: number; readonly text: string }
  | {
      readonly type: "ended";
      readonly run: number;
      readonly time: number;
      readonly outcome: Outcome;
      readonly sentence?: string;
      readonly step?: "compile" | "run";
      readonly exitCode?: number;
      readonly signal?: string;
      readonly wallMs?: number;
      readonly cpuMs?: number;
      readonly memoryBytes?: number;
      /** of queue_full: when to try again */
      readonly retryMs?: number;
    }
  /** so much of the run is not there any more, between what is before this and what follows */
  | { readonly type: "cut"; readonly run: number; readonly bytes: number }
  | {
      readonly type: "asked";
      readonly id: string;
      readonly participant: number;
      readonly time: number;
      readonly file: number;
      readonly path: string;
    }
  | { readonly type: "cleared"; readonly participant: number; readonly time: number };

/** How far a run on the server is, `ahead`: how many start before it; or what one in a browser does. */
export type Phase = {
  readonly type: "phase";
  readonly run: number;
  readonly phase: "queued" | "compiling" | Doing;
  readonly ahead?: number;
};

/** Why something is not done. */
export type RunRefusal =
  "mayNotRun" | "notOwner" | "unknownFile" | "notRunning" | "tooMany" | "tooOften" | "unread" | "typedTooMuch";

/** What this server can run: nothing, as its operator wants it or as it must be, or these languages. */
export type ServerState = {
  readonly type: "server";
  readonly state: "off" | "absent" | "ready";
  readonly sentence?: string;
  readonly languages: readonly { readonly language: string; readonly version: string }[];
  /** bytes of UTF-8 that a run may print, in browsers as well */
  readonly outputBytes: number;
};

export type ServerRunMessage =
  /**
   * On coming in, and to whoever was too slow: the log can be read from `start` to `head`. `isAnew`: what was read of it has fewer words by now, and
   * is to be read again.
   */
  | { readonly type: "head"; readonly start: number; readonly head: number; readonly isAnew?: true }
  /** new, for everybody who keeps up */
  | ({ readonly type: "entries" } & LogPage<ShownEntry>)
  /** asked for by this client; fewer than that where they are long */
  | ({ readonly type: "page" } & LogPage<ShownEntry>)
  /** what this client said, by its `id` where it had one, is not done, and why, by its name and in a sentence */
  | {
      readonly type: "refused";
      readonly id?: string;
      readonly why: RunRefusal;
      readonly sentence: string;
      readonly retryAfterMs?: number;
    }
  | ServerState
  | { readonly type: "mayRun"; readonly who: Who }
  | Phase
  /** to the client whose browser runs it: somebody has typed this */
  | { readonly type: "typed"; readonly run: number; readonly text: string; readonly end?: boolean }
  /** to the same, which is back: so many UTF-16 units of what it prints are here, and what follows is to be said again */
  | { readonly type: "taken"; readonly run: number; readonly characters: number }
  /** to the same: it is to end its run, and say so */
  | { readonly type: "stop"; readonly run: number };
