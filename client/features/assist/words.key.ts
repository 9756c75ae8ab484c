// What the assistant says in the preferences, in English.
import { wordsOf } from "../../words.ts";

const english = {
  none: "This server has no assistant.",
  ofServer: (model: string) => `This server asks ${model}.`,
  noneOfServer: "This server has no key of its own.",
  hint: "A key of your own stays in this browser. With each question of yours it goes to this server, which keeps it nowhere, and on to the provider.",
  insecure: "A key of your own can be used over https only.",
  provider: "Your own key is for",
  noProvider: "I have none",
  model: "Model",
  key: "Key",
  keep: "Keep in this browser",
  forget: "Forget it",
  kept: "The key is kept in this browser.",
  forgotten: "The key is forgotten.",
  modelMissing: "Name the model as the provider does, without blanks.",
  keyMissing: "Paste the key, without blanks.",
  automatic: "Go on with my code by itself where I pause",
};

export type AssistKeyWords = typeof english;
export const words = wordsOf("assist, key", english);
