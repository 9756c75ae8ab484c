// What a person is told of a refusal, by its code. In English the server's own sentence stays: it may say more than its code.
import { type ErrorCode, ERRORS, isErrorCode } from "#protocol/errors.ts";
import { ownRefusal, wordsOf } from "./words.ts";

const english = {
  /** `sentence` is the server's */
  refused: (_code: ErrorCode, sentence: string): string => sentence,
  unreachable: "The server cannot be reached. Check your connection and try again.",
  unknown: "Something went wrong. Try again.",
};

export type ErrorWords = typeof english;
export const words = wordsOf("errors", english);

/** The sentence for a code, in the page's language; `sentence` is what the server says, which a code that the page does not know keeps. */
export const refusalWords = (code: string, sentence?: string): string =>
  isErrorCode(code)
    ? words.value.refused(code, sentence ?? ERRORS[code].sentence)
    : (ownRefusal(code) ?? sentence ?? words.value.unknown);
