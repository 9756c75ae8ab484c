// What running in the browser says beside its outcomes, in German.
import type { Translation } from "../../../words.ts";
import type { BrowserRunWords } from "./words.ts";

const german: Translation<BrowserRunWords> = {
  part: "run/browser",
  words: {
    preview: "Vorschau",
    notLoaded:
      "Was diese Sprache ausführt, konnte nicht geladen werden. Versuche es noch einmal, wenn die Verbindung wieder da ist.",
    notStarted:
      "Was diese Sprache ausführt, ist in diesem Browser nicht gestartet. Versuche es noch einmal, oder nimm einen anderen Browser.",
    frozen:
      "Die Seite in der Vorschau antwortet nicht mehr: Suche nach einer Schleife, die nie endet oder immer mehr Speicher braucht.",
    died: "Das Programm hat mehr Speicher gebraucht, als dieser Browser hergibt, und wurde von ihm beendet.",
    problem: (problem) => {
      if (problem.kind === "cycle")
        return `Diese Dateien importieren einander im Kreis: ${problem.paths.join(" → ")}. Lege das Gemeinsame in eine eigene Datei.`;
      if (problem.kind === "needsPage")
        return problem.page === undefined
          ? "Hier ist keine Seite: „document“ und „window“ gibt es in einer Seite, die dieses Skript einbindet."
          : `Hier ist keine Seite. Führe ${problem.page} aus, wo dieses Skript eingebunden ist.`;
      const at = `${problem.path}:${problem.line}: `;
      switch (problem.kind) {
        case "syntax":
          return `${at}${problem.reason}`;
        case "namespace":
          return `${at}Ein namespace kann im Browser nicht ausgeführt werden. Nimm ein Modul, also eine eigene Datei.`;
        case "decorator":
          return `${at}Dekoratoren können im Browser nicht ausgeführt werden.`;
        case "importEquals":
          return `${at}„import … = …“ kann im Browser nicht ausgeführt werden. Schreibe stattdessen „import … from …“.`;
        case "makesFiles":
          return `${at}Hier gibt es keine Dateien außer denen des Raums: Die Datenbank ist im Speicher und endet mit dem Lauf.`;
        case "command":
          return `${at}„${problem.specifier}“ gibt es hier nicht, nur „.read“ mit einer Datei dieses Raums.`;
        case "noFile":
          return `${at}In diesem Raum gibt es keine Datei „${problem.specifier}“.`;
        case "package":
          return `${at}„${problem.specifier}“ ist ein Paket. Hier lassen sich nur Dateien dieses Raums importieren, mit einem Pfad wie „./${problem.specifier}“.`;
        case "elsewhere":
          return `${at}„${problem.specifier}“ ist nicht in diesem Raum, und ein Programm hat hier kein Netz.`;
      }
    },
  },
};

export default german;
