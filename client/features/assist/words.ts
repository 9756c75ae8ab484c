// What the assistant says before anything of it is open, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  assistant: "Assistant",
  notLoaded: "The assistant could not be loaded. Try again when the connection is back.",
  asked: (name: string) => `${name} asked the assistant.`,
  accepted: (name: string) => `${name} took in what the assistant proposed.`,
};

export type AssistWords = typeof english;
export const words = wordsOf("assist", english);
