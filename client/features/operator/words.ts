// What is said in a room of what the server's operator says, in English.
import { wordsOf } from "../../words.ts";

const english = {
  from: "From this server’s operator:",
  hide: "Hide",
  hideNotice: "Hide the operator’s notice",
  readOnly:
    "This server takes no changes just now. What you type is kept in this browser, and sent when it does again.",
  /** on the way into a room */
  nobodyNew: "This server takes no changes just now: no room is made, and nobody new comes in.",
  writableAgain: "The server takes changes again.",
  because: "The operator’s reason:",
};

export type OperatorWords = typeof english;
export const words = wordsOf("operator", english);
