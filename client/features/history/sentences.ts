// What is said to a person of what has kept a text from being changed by its past. Knows no screen.
import { messageOf } from "../../api.ts";
import { NotTaken, TooBusy } from "./headEdit.ts";
import { NotDone, NotSaved } from "./restore/problems.ts";
import type { Review } from "./review.ts";
import { words } from "./words.later.ts";

export function sentenceOf(review: Review, problem: unknown): string {
  if (problem instanceof TooBusy) return words.peek().busy;
  if (problem instanceof NotTaken) return words.peek().notTaken(review.pathOf(problem.file));
  if (problem instanceof NotDone) return words.peek().notDone;
  if (problem instanceof NotSaved) return words.peek().notSaved;
  return messageOf(problem);
}
