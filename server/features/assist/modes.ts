// What can be asked of the assistant: an entry for each mode, with what the model is told and how long its answer may be. Knows no room.
import type { Mode } from "./messages.ts";

interface ModeEntry {
  /** what the model is to do */
  readonly instruction: string;
  /** its answer may propose changes of files, where the guardrail lets it */
  readonly proposes: boolean;
  /** tokens of its answer */
  readonly answerTokens: number;
  /** the mode alone says what is wanted; else there has to be a question */
  readonly needsQuestion: boolean;
}

/** Tokens of a long answer, of a short one, and of what is put in at the caret. */
const LONG_TOKENS = 8_000;
const SHORT_TOKENS = 3_000;
const COMPLETE_TOKENS = 300;

export const MODE_ENTRIES: Readonly<Record<Mode, ModeEntry>> = {
  generate: {
    instruction:
      "Write the code that is asked for, as changes of the files that were sent. Say in a sentence or two what it does.",
    proposes: true,
    answerTokens: LONG_TOKENS,
    needsQuestion: true,
  },
  chat: {
    instruction: "Answer the question.",
    proposes: true,
    answerTokens: SHORT_TOKENS,
    needsQuestion: true,
  },
  review: {
    instruction:
      "Review the code: defects first, then what is hard to read, then what is missing. Name the file and the line of each. Say so where nothing is wrong.",
    proposes: true,
    answerTokens: SHORT_TOKENS,
    needsQuestion: false,
  },
  debug: {
    instruction:
      "Find out why it fails, from the code and from what the run has printed. Say what the cause is and how you know, and propose the smallest change that mends it.",
    proposes: true,
    answerTokens: SHORT_TOKENS,
    needsQuestion: false,
  },
  explain: {
    instruction: "Explain what the code does and why it is written so, to somebody who has not seen it before.",
    proposes: false,
    answerTokens: SHORT_TOKENS,
    needsQuestion: false,
  },
  refactor: {
    instruction: "Make the code simpler without changing what it does, as few small changes. Give the reason of each.",
    proposes: true,
    answerTokens: LONG_TOKENS,
    needsQuestion: false,
  },
  complete: {
    instruction:
      "Write what comes next between the two parts of the file, and nothing else: no fence, no explanation, nothing of what is there already. The line break before the end of each part is not its own. Write nothing where nothing is missing.",
    proposes: false,
    answerTokens: COMPLETE_TOKENS,
    needsQuestion: false,
  },
  docs: {
    instruction:
      "Write the comments or the documentation that the code lacks, in its language's usual form, as changes of the files that were sent. Do not change what it does.",
    proposes: true,
    answerTokens: LONG_TOKENS,
    needsQuestion: false,
  },
};
