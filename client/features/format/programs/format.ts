// What a formatter in WebAssembly does once it is started. Knows none of them.
import type { Answer, Asked } from "../asked.ts";

/** Throws where the program ends in the middle, as it does when its stack is full. */
export type Format = (asked: Asked) => Answer;

/** In UTF-8. */
export const bytesBefore = (text: string, place: number): number =>
  new TextEncoder().encode(text.slice(0, place)).length;
