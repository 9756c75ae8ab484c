// What the assistant says in the preferences, in German.
import type { Translation } from "../../words.ts";
import type { AssistKeyWords } from "./words.key.ts";

const german: Translation<AssistKeyWords> = {
  part: "assist, key",
  words: {
    none: "Dieser Server hat keinen Assistenten.",
    ofServer: (model) => `Dieser Server fragt ${model}.`,
    noneOfServer: "Dieser Server hat keinen eigenen Schlüssel.",
    hint: "Ein eigener Schlüssel bleibt in diesem Browser. Mit jeder deiner Fragen geht er an diesen Server, der ihn nirgends aufhebt, und weiter an den Anbieter.",
    insecure: "Ein eigener Schlüssel geht nur über https.",
    provider: "Dein eigener Schlüssel ist für",
    noProvider: "Ich habe keinen",
    model: "Modell",
    key: "Schlüssel",
    keep: "In diesem Browser behalten",
    forget: "Vergessen",
    kept: "Der Schlüssel bleibt in diesem Browser.",
    forgotten: "Der Schlüssel ist vergessen.",
    modelMissing: "Nenne das Modell so wie der Anbieter, ohne Leerzeichen.",
    keyMissing: "Füge den Schlüssel ein, ohne Leerzeichen.",
    automatic: "Meinen Code von selbst weiterschreiben, wo ich innehalte",
  },
};

export default german;
