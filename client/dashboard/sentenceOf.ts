// What a person is told of a call that was refused. Knows no call.
import { ApiError, messageOf } from "../api.ts";
import { words } from "./words.ts";

/** The sentence for whatever a call of adminApi was rejected with, in the page's language. */
export const sentenceOf = (problem: unknown): string =>
  problem instanceof ApiError ? words.value.refused(problem.code, problem.message) : messageOf(problem);
