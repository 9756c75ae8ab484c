// What is said between the two halves of the assistant, and what a room keeps of it. Knows no room and no provider.
import * as v from "valibot";
import type { ChangeJSON } from "../../protocol/changes.ts";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import { readBody, said, whole as numbered } from "../../routing/described.ts";
import type { LogPage } from "../featureLog.ts";
import type { LEFT_OUT } from "./codeLeftOut.ts";

/** UTF-16 units of a question. @public */
export const QUESTION_CHARACTERS = 8_000;
/** UTF-16 units of what a run has printed, which may go along. @public */
export const RUN_CHARACTERS = 16_384;
/** UTF-16 units of a key. @public */
export const KEY_CHARACTERS = 400;
/** UTF-16 units of a model's name. @public */
export const MODEL_CHARACTERS = 100;
/** Files that one question is about. @public */
export const CONTEXT_FILES = 50;
/** UTF-16 units of their texts that are sent to the model. */
export const CONTEXT_CHARACTERS = 96_000;
/** UTF-16 units of a file before and after the caret, where what comes next is asked for. */
export const BEFORE_CARET_CHARACTERS = 6_000;
export const AFTER_CARET_CHARACTERS = 2_000;
/** UTF-16 units of what is selected that are said once more beside its file; where it is more, its lines alone are named. */
export const SELECTED_CHARACTERS = 4_000;
/** Blocks of one answer that can be accepted. */
export const MOST_BLOCKS = 50;
/** Entries that one answer to `read` holds. */
export const PAGE_ENTRIES = 100;

/** What somebody wants of the assistant; `complete` is what would be typed next. @public */
export const MODES = ["generate", "chat", "review", "debug", "explain", "refactor", "complete", "docs"] as const;
/** How much of the work the assistant may do, from nothing to everything. @public */
export const GUARDRAILS = ["off", "hints", "explain", "syntax", "all"] as const;
/** Who may ask; viewers never may. @public */
export const MAY_ASK = ["owners", "editors"] as const;
/** Providers that take a person's own key, each at its one address. @public */
export const OWN_PROVIDERS = ["openai", "anthropic", "google"] as const;

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** random, by which the same question is known when it is said again */
const id = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
const question = v.pipe(v.string(), v.maxLength(QUESTION_CHARACTERS));
const block = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_BLOCKS));
/** of headers: what else is in it would be told to somebody else */
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(KEY_CHARACTERS), v.regex(/^[\x21-\x7e]+$/));
const model = v.pipe(v.string(), v.maxLength(MODEL_CHARACTERS), v.regex(/^[\w.:/@-]+$/));

export type Mode = (typeof MODES)[number];
export type Guardrail = (typeof GUARDRAILS)[number];
export type MayAsk = (typeof MAY_ASK)[number];
export type OwnProvider = (typeof OWN_PROVIDERS)[number];

/** A file at the version at which it was looked at; from and to in UTF-16 units of that: what is selected, or the caret. */
const contextFile = v.strictObject({
  file: numbered("number of the file", 1),
  version: v.exactOptional(numbered("how many updates it had; absent: as it is when the question comes")),
  from: v.exactOptional(numbered("where what is selected begins, in UTF-16 units")),
  to: v.exactOptional(numbered("where it ends")),
  since: v.exactOptional(
    numbered("how many updates it had when it was looked at last: only what has changed since is asked about"),
  ),
});

/** What a client may say, by its type. @public */
export const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read"), from: version, to: version }),
  v.strictObject({ type: v.literal("setting"), guardrail: v.picklist(GUARDRAILS), mayAsk: v.picklist(MAY_ASK) }),
  v.strictObject({
    type: v.literal("ask"),
    id,
    mode: v.picklist(MODES),
    isShared: v.boolean(),
    question,
    context: v.strictObject({
      files: v.pipe(v.array(contextFile), v.maxLength(CONTEXT_FILES)),
      /** what a run has printed */
      run: v.exactOptional(v.pipe(v.string(), v.maxLength(RUN_CHARACTERS))),
    }),
    own: v.exactOptional(v.strictObject({ provider: v.picklist(OWN_PROVIDERS), model, key })),
  }),
  v.strictObject({ type: v.literal("stop"), id }),
  v.strictObject({ type: v.literal("look"), id, block }),
  v.strictObject({ type: v.literal("accept"), id, block, version, isChangeSeen: v.boolean() }),
  v.strictObject({ type: v.literal("refuse"), id, block }),
  v.strictObject({ type: v.literal("taken"), id }),
]);

export type ClientAssistMessage = v.InferOutput<typeof clientMessage>;
export type Said<Type extends ClientAssistMessage["type"]> = Extract<ClientAssistMessage, { type: Type }>;
/** What a question is about, as whoever asks has chosen it. */
export type AskedContext = Said<"ask">["context"];
/** A person's own key for one provider: for this question alone, and kept nowhere. */
export type OwnKey = NonNullable<Said<"ask">["own"]>;

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeAssistMessage(data: unknown): ClientAssistMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** What whoever asks over HTTP says; a key of their own is in the headers. */
export const wish = v.strictObject({
  mode: said(v.picklist(MODES.filter((mode) => mode !== "complete")), "what is wanted"),
  question: said(question, "in words; may be empty where the mode says enough"),
  isShared: v.exactOptional(said(v.boolean(), "whether everybody in the room sees it; absent: they do")),
  files: v.exactOptional(
    said(v.pipe(v.array(contextFile), v.maxLength(CONTEXT_FILES)), "what it is about; absent: nothing of the room"),
  ),
  run: v.exactOptional(said(v.pipe(v.string(), v.maxLength(RUN_CHARACTERS)), "what a run has printed")),
});
export type Wish = v.InferOutput<typeof wish>;

/** What the route hands to the room: the `origin` of whoever asks, and what they sent. */
export interface AskedOverHttp {
  readonly origin: string;
  /** absent: what there is of the assistant is asked for */
  readonly data?: unknown;
  readonly own?: unknown;
  /** nobody has read it on its way: it may have a key in it */
  readonly isSheltered?: boolean;
}

/** Reads it. Throws Refusal bad_request. */
export const decodeWish = (data: unknown): Wish => readBody(wish, data);

/** Reads a key of theirs, with its provider and model. Throws Refusal bad_request. */
export const decodeOwn = (data: unknown): OwnKey =>
  readBody(v.strictObject({ provider: v.picklist(OWN_PROVIDERS), model, key }), data);

/** What stands in an answer in the place of code. */
export type LeftOut = typeof LEFT_OUT;

/** From 1; the last is among them. */
export type LineRange = readonly [first: number, last: number];

/** What went along with a question, by names and sizes and never as text. */
export interface SentContext {
  readonly files: readonly {
    readonly file: number;
    readonly path: string;
    readonly version: number;
    /** UTF-16 units that were sent */
    readonly characters: number;
    /** from 1, where it was not the whole file */
    readonly lines?: LineRange;
    /** from 1, of what was selected in it */
    readonly selected?: LineRange;
    /** from 1, what was asked about: those that are new or others since it was looked at last, and those before which some are gone */
    readonly changed?: readonly LineRange[];
  }[];
  /** UTF-16 units of a run's output */
  readonly run?: number;
  /** files that were chosen and had no room any more */
  readonly leftOut?: readonly string[];
}

/** Why a block of an answer is not offered. */
export type BlockProblem =
  "open" | "unknownFile" | "notSent" | "notFound" | "foundTwice" | "nothingChanges" | "tooLong";

/**
 * A change that an answer proposes, by its number there and where it stands in the answer's text, in UTF-16 units: against `version` of the
 * file, at those lines of that, or why it is none.
 */
export type Block = { readonly block: number; readonly path: string; readonly from: number; readonly to: number } & (
  | { readonly file: number; readonly version: number; readonly changes: ChangeJSON; readonly lines: LineRange }
  | { readonly refused: BlockProblem }
);

/** How the answer ended: only one that is whole was ended by the model itself. */
export type Ending = "whole" | "stopped" | "cut" | "failed";

/** Why an answer is not whole. */
export type AnswerCode =
  | "stopped"
  | "tooLong"
  | "broken"
  | "silent"
  | "tooSlow"
  | "keyRefused"
  | "providerBusy"
  | "providerDown"
  | "unreachable"
  | "redirected"
  | "unknownModel"
  | "contextTooLong"
  | "declined"
  | "empty"
  | "noAnswer"
  | "providerError"
  | "serverStopped"
  | "roomClosed"
  | "notAllowed";

export interface Tokens {
  readonly in: number;
  readonly out: number;
  /** the provider did not say: so many at most, as far as the server can tell */
  readonly isEstimated?: true;
}

/**
 * An entry of the log, as it is stored and shown. `id` is the question's; `time` is the server's in ms since 1970. Of a private question only
 * whose, when, in which mode and how many tokens is in the log: those who asked are told the rest by `own`.
 */
export type ShownEntry =
  | {
      readonly type: "asked";
      readonly id: string;
      readonly participant: number;
      readonly time: number;
      readonly mode: Mode;
      readonly isShared: boolean;
      readonly provider: string;
      readonly model: string;
      /** paid for by whoever asked */
      readonly isOwnKey?: true;
      /** tokens that it may take */
      readonly reserved: number;
      readonly question?: string;
      readonly context?: SentContext;
    }
  | {
      readonly type: "answered";
      readonly id: string;
      readonly time: number;
      readonly ended: Ending;
      readonly code?: AnswerCode;
      /** of `code`, in English for a person */
      readonly sentence?: string;
      /** of providerBusy: when to try again */
      readonly retryMs?: number;
      readonly tokens: Tokens;
      readonly ms: number;
      readonly text?: string;
      readonly blocks?: readonly Block[];
    }
  | {
      readonly type: "accepted";
      readonly id: string;
      readonly block: number;
      readonly participant: number;
      readonly time: number;
      readonly file: number;
      /** of the robot, on behalf of the participant */
      readonly client: number;
      /** the file had so many updates when it was in */
      readonly version: number;
    }
  | {
      readonly type: "refusedBlock";
      readonly id: string;
      readonly block: number;
      readonly participant: number;
      readonly time: number;
    }
  /** a completion was taken */
  | { readonly type: "taken"; readonly id: string; readonly participant: number; readonly time: number }
  | {
      readonly type: "setting";
      readonly participant: number;
      readonly time: number;
      readonly guardrail: Guardrail;
      readonly mayAsk: MayAsk;
    };

/** Why something is not done. */
export type AssistRefusal =
  | "absent"
  | "unavailable"
  | "off"
  | "mayNotAsk"
  | "mayNotInMode"
  | "notOwner"
  | "ownKeysOff"
  | "keyInClear"
  | "nothingAsked"
  | "nothingChanged"
  | "unknownFile"
  | "unknownVersion"
  | "tooMuch"
  | "stopped"
  | "tooMany"
  | "tooManyOfAddress"
  | "tooOften"
  | "busy"
  | "spentServer"
  | "spentRoom"
  | "spentPerson"
  | "spentAddress"
  | "unknownAnswer"
  | "notEnded"
  | "noProposal"
  | "mayNotWrite"
  | "mayNotPropose"
  | "changed"
  | "notPlaced"
  | "doneAlready"
  /** the room has not taken it; the sentence says why */
  | "notTaken";

/** Tokens that are left today, of the server's key. */
export interface Left {
  readonly server: number;
  readonly room: number;
  readonly person: number;
  readonly address: number;
}

export interface AssistState {
  readonly type: "state";
  /** somebody can be asked here: by the server's key, or by one's own */
  readonly isThere: boolean;
  /** of the server's key; absent: it has none */
  readonly provider?: string;
  readonly model?: string;
  /** those for which a person's own key is taken */
  readonly ownProviders: readonly OwnProvider[];
  /** the stricter of the operator's and the owner's */
  readonly guardrail: Guardrail;
  /** the operator's; owners can be stricter only */
  readonly mostGuardrail: Guardrail;
  readonly mayAsk: MayAsk;
  /** those that this guardrail allows */
  readonly modes: readonly Mode[];
  /** of the server's key */
  readonly left?: Left;
  /** ms since 1970, when what is spent today is forgotten */
  readonly resetsAt?: number;
}

export type ServerAssistMessage =
  | AssistState
  /**
   * On coming in, and to whoever was too slow: the log can be read from 0 to `head`. `isAnew`: what was read of it has more or fewer words by now
   * for this client, and is to be read again.
   */
  | { readonly type: "head"; readonly head: number; readonly isAnew?: true }
  /** new, for everybody who keeps up */
  | ({ readonly type: "entries" } & LogPage<ShownEntry>)
  /** asked for by this client; fewer than that where they are long */
  | ({ readonly type: "page" } & LogPage<ShownEntry>)
  /**
   * Private ones, whole, to all tabs of whoever asked: new, or on coming in (`isAll`) all that there are. What is not among those then, and
   * had no end, is lost.
   */
  | { readonly type: "own"; readonly isAll?: true; readonly entries: readonly ShownEntry[] }
  /** more of an answer; `at`: UTF-16 units before it */
  | { readonly type: "part"; readonly id: string; readonly at: number; readonly text: string }
  /** where the block would go now; `isChanged`: somebody has edited there since the question */
  | {
      readonly type: "placed";
      readonly id: string;
      readonly block: number;
      readonly file: number;
      readonly version: number;
      readonly changes: ChangeJSON;
      readonly isChanged: boolean;
    }
  /** the question that this client has said is asked already: it may not have heard so */
  | { readonly type: "askedBefore"; readonly id: string }
  /** what this client said, by its `id` where it had one, is not done, and why, by its name and in a sentence */
  | {
      readonly type: "refused";
      readonly id?: string;
      readonly block?: number;
      readonly why: AssistRefusal;
      readonly sentence: string;
      readonly retryAfterMs?: number;
    };
