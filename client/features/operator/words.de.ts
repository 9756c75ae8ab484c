// What is said in a room of what the server's operator says, in German.
import type { Translation } from "../../words.ts";
import type { OperatorWords } from "./words.ts";

const german: Translation<OperatorWords> = {
  part: "operator",
  words: {
    from: "Vom Betreiber dieses Servers:",
    hide: "Ausblenden",
    hideNotice: "Hinweis des Betreibers ausblenden",
    readOnly:
      "Dieser Server nimmt gerade keine Änderungen an. Was du tippst, bleibt in diesem Browser und wird gesendet, wenn er es wieder tut.",
    nobodyNew: "Dieser Server nimmt gerade keine Änderungen an: Es entsteht kein Raum, und niemand Neues kommt herein.",
    writableAgain: "Der Server nimmt wieder Änderungen an.",
    because: "Der Grund des Betreibers:",
  },
};
export default german;
