// Why something that somebody said to the assistant is not done, on its way to them. Knows no way.
import type { ErrorCode } from "../../protocol/errors.ts";
import type { AssistRefusal } from "./messages.ts";
import { REFUSALS } from "./outcomes.ts";

/** Thrown where it is found out, and told by whoever was asked. */
export class NotDone extends Error {
  readonly why: AssistRefusal;
  readonly retryAfterMs: number | undefined;

  /** `sentence`: instead of the one that `why` has */
  constructor(
    why: AssistRefusal,
    { retryAfterMs, sentence }: { retryAfterMs?: number | undefined; sentence?: string } = {},
  ) {
    super(sentence ?? REFUSALS[why]);
    this.why = why;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Of those that whoever asks over HTTP can meet, but for unknown_file: the code of the core's that says what to do. */
const LIKE = {
  absent: "store_unavailable",
  unavailable: "store_unavailable",
  off: "read_only",
  mayNotAsk: "read_only",
  mayNotInMode: "read_only",
  ownKeysOff: "read_only",
  keyInClear: "read_only",
  nothingAsked: "bad_request",
  nothingChanged: "bad_request",
  unknownVersion: "bad_request",
  tooMuch: "too_large",
  stopped: "bad_request",
  tooMany: "rate_limited",
  tooManyOfAddress: "rate_limited",
  tooOften: "rate_limited",
  spentServer: "rate_limited",
  spentRoom: "rate_limited",
  spentPerson: "rate_limited",
  spentAddress: "rate_limited",
} as const satisfies Partial<Record<AssistRefusal, ErrorCode>>;

/** As codes over HTTP are written. */
export const codeOf = (why: AssistRefusal): string => why.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The codes with which the assistant refuses over HTTP. */
export const ERRORS = Object.fromEntries(
  (Object.keys(LIKE) as (keyof typeof LIKE)[]).map((why) => [
    codeOf(why),
    { like: LIKE[why], sentence: REFUSALS[why] },
  ]),
);
