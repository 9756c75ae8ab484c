// Why an answer is not whole, in a sentence for whoever asked. Knows no question.
import type { AnswerCode, ShownEntry } from "../../../server/features/assist/messages.ts";
import { words } from "./words.later.ts";

type End = Pick<Extract<ShownEntry, { type: "answered" }>, "ended" | "code" | "sentence">;

/** `isOwnKey`: whoever asked has chosen the model. */
export function endSays({ ended, code, sentence }: End, isOwnKey: boolean): string {
  const { codes, codesOfServer, ended: ends } = words.value;
  const said: Partial<Record<AnswerCode, string>> = isOwnKey ? codes : { ...codes, ...codesOfServer };
  return (code && said[code]) ?? sentence ?? ends[ended];
}
