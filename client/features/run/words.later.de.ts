// What the output says once it is open, in German.
import type { Translation } from "../../words.ts";
import type { RunLaterWords } from "./words.later.ts";

const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("de")} ${many === 1 ? one : others}`;

const german: Translation<RunLaterWords> = {
  part: "run, later",
  words: {
    nothing: "Was beim Ausführen herauskommt, steht hier, für alle.",
    older: "Ältere Läufe zeigen",
    moreLines: (more, all) =>
      more === all
        ? `${count(all, "Zeile", "Zeilen")} davor zeigen`
        : `${more.toLocaleString("de")} von ${count(all, "Zeile", "Zeilen")} davor zeigen`,
    goneLines: (lines) => `${count(lines, "Zeile", "Zeilen")} davor ${lines === 1 ? "ist" : "sind"} nicht mehr hier.`,
    gone: (kB) => `… ${kB.toLocaleString("de")} kB der Ausgabe sind nicht mehr da`,
    nothingPrinted: "Keine Ausgabe.",
    runOf: (path, name) => `${path}, ausgeführt von ${name}`,
    inBrowserOf: (name) => `im Browser von ${name}`,
    inMine: "in deinem Browser",
    canBeForged: "nicht überprüft",
    canBeForgedTitle:
      "Ein Browser lässt sich dazu bringen, irgendetwas zu zeigen: Das hier beweist nichts. Was auf dem Server läuft, schon.",
    onServer: "auf dem Server",
    phase: {
      queued: (ahead) => (ahead > 0 ? `Wartet auf ${count(ahead, "Lauf", "Läufe")}` : "Kommt als Nächstes"),
      compiling: () => "Wird übersetzt",
      running: () => "Läuft",
    },
    startingRuntime: (language) => `${language} wird gestartet …`,
    loading: "Wird geladen",
    loadingOf: (loaded, total) => `Wird geladen: ${loaded} von ${total} MB`,
    asking: "Wartet auf eine Eingabe",
    askingFor: (name) => `Wartet auf eine Eingabe von ${name}`,
    apart: {
      waits: "Das siehst nur du. Die anderen sehen es, sobald die Verbindung wieder da ist.",
      stays: "Das siehst nur du: Die anderen haben es nicht gesehen, oder nicht alles davon.",
    },
    without: (paths, more) =>
      `Ohne Verbindung ausgeführt, und deshalb ohne ${paths}${more > 0 ? ` und ${more} weitere` : ""}: Nur Dateien mit einem Tab lassen sich dann lesen.`,
    seconds: (many) => `${many} Sek.`,
    memory: (megabytes) => `${megabytes} MB`,
    stop: "Anhalten",
    explain: "Woran lag es?",
    clear: "Leeren",
    clearTitle: "Die Ausgabe leeren?",
    clearText: "Was alle Läufe ausgegeben haben, verschwindet für alle im Raum.",
    clearForAll: "Für alle leeren",
    keep: "Behalten",
    cleared: (name) => `${name} hat die Ausgabe geleert.`,
    asked: (name, path) => `${name} bittet, ${path} auszuführen.`,
    askOthers: "Die anderen darum bitten",
    input: "Eingabe",
    send: "Senden",
    endInput: "Ende der Eingabe",
    endInputTitle: "Sagt, dass nichts mehr kommt, wie Strg-D in einem Terminal",
    inputBefore: "Eingabe",
    inputBeforeHint:
      "Dieser Browser kann nicht fragen, während das Programm läuft. Schreibe vorher hierher, was es lesen soll.",
    preview: "Vorschau",
    showTitle: (path) => `${path} zeigen?`,
    showText:
      "Zeige sie, wenn du denen vertraust, die ihre Dateien geschrieben haben: Solange du die Seite ansiehst, kann sie deine Netzwerkadresse erfahren und anderen mitteilen.",
    showPage: "Seite zeigen",
    showNot: "Nicht zeigen",
    goTo: (path, line) => `Zu ${path}, Zeile ${line}`,
  },
};
export default german;
