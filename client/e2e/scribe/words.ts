// What the scribe says, in English.
import { wordsOf } from "../../words.ts";

const english = {
  scribe: "Scribe",
  ask: "Ask the scribe",
  nothingThere: "Nobody has written anything here.",
  question: "Write below who has written how much?",
  write: "Write",
  notNow: "Not now",
  asked: (times: number) => `Scribe: asked ${times}×`,
  noMore: (why: string) => `No more: ${why}`,
};

export type ScribeWords = typeof english;
export const words = wordsOf("scribe", english);
