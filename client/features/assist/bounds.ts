// Bounds and words of the other half as the page's own: the compiler holds them together.
import type * as server from "../../../server/features/assist/messages.ts";

/** UTF-16 units of a question, and of what a run has printed. */
export const QUESTION_CHARACTERS: typeof server.QUESTION_CHARACTERS = 8_000;
export const RUN_CHARACTERS: typeof server.RUN_CHARACTERS = 16_384;
/** Files that one question is about. */
export const CONTEXT_FILES: typeof server.CONTEXT_FILES = 50;
/** UTF-16 units of their texts that are sent. */
export const CONTEXT_CHARACTERS: typeof server.CONTEXT_CHARACTERS = 96_000;
/** UTF-16 units of what is selected that go once more beside its file. */
export const SELECTED_CHARACTERS: typeof server.SELECTED_CHARACTERS = 4_000;
/** UTF-16 units of a file before and after the caret. */
export const BEFORE_CARET_CHARACTERS: typeof server.BEFORE_CARET_CHARACTERS = 6_000;
export const AFTER_CARET_CHARACTERS: typeof server.AFTER_CARET_CHARACTERS = 2_000;
/** Entries that one answer to `read` holds. */
export const PAGE_ENTRIES: typeof server.PAGE_ENTRIES = 100;
/** UTF-16 units of a key and of a model's name. */
export const KEY_CHARACTERS: typeof server.KEY_CHARACTERS = 400;
export const MODEL_CHARACTERS: typeof server.MODEL_CHARACTERS = 100;
/** In the place of code, where a room shows none. */
export const LEFT_OUT: server.LeftOut = "[code is left out in this room]";
/** What somebody wants of the assistant. */
export const MODES: typeof server.MODES = [
  "generate",
  "chat",
  "review",
  "debug",
  "explain",
  "refactor",
  "complete",
  "docs",
];
/** How much of the work the assistant may do, from nothing to everything. */
export const GUARDRAILS: typeof server.GUARDRAILS = ["off", "hints", "explain", "syntax", "all"];
/** Who may ask. */
export const MAY_ASK: typeof server.MAY_ASK = ["owners", "editors"];
