// What bringing an old text back says, in German.
import type { Translation } from "../../../words.ts";
import type { RestoreWords } from "./words.ts";

const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("de")} ${many === 1 ? one : others}`;

const german: Translation<RestoreWords> = {
  part: "history, restore",
  words: {
    title: (when) => `Zurückholen, was ${when} da war`,
    what: "Was zurückkommt",
    file: (path) => `${path} im Ganzen`,
    part: (path) => `Was in ${path} ausgewählt ist`,
    room: "Der ganze Raum",
    notThere: (path) => `${path} gab es da noch nicht: Davon ist nichts zurückzuholen.`,
    reading: "Es wird nachgesehen, was sich geändert hat.",
    changed: (files) =>
      files === 0
        ? "Kein Text hat sich geändert."
        : `${count(files, "Datei hat", "Dateien haben")} einen anderen Text.`,
    deleted: (paths) => `Seitdem gelöscht, kommt zurück: ${paths.join(", ")}`,
    made: (paths) => `Löschen, was seitdem entstanden ist: ${paths.join(", ")}`,
    means:
      "Das ist eine Änderung wie jede andere: Alle sehen sie, aus dem Verlauf verschwindet nichts, und „Rückgängig“ nimmt sie zurück.",
    meansRoom:
      "Alle sehen es, und aus dem Verlauf verschwindet nichts. Danach nimmt ein Knopf alles zurück, ein Befehl auch; „Rückgängig“ in einer Datei gilt für diese Datei allein.",
    compare: "Mit jetzt vergleichen",
    restore: "Zurückholen",
    restoring: "Wird zurückgeholt",
    cancel: "Abbrechen",
    done: (path, when) => `${path} ist wie ${when}. „Rückgängig“ nimmt das zurück.`,
    donePart: (path, when) => `Was in ${path} ausgewählt war, ist wie ${when}. „Rückgängig“ nimmt das zurück.`,
    doneRoom: ({ texts, back, gone, left }, when) => {
      const done = [
        ...(texts === 0 ? [] : [count(texts, "Text ist zurück", "Texte sind zurück")]),
        ...(back === 0 ? [] : [count(back, "Datei ist zurückgelegt", "Dateien sind zurückgelegt")]),
        ...(gone === 0 ? [] : [count(gone, "Datei ist gelöscht", "Dateien sind gelöscht")]),
      ];
      return [
        `Der Raum ist wie ${when}: ${done.length === 0 ? "Nichts war zu ändern" : done.join(", ")}.`,
        ...(left === 0
          ? []
          : [`${count(left, "Datei", "Dateien")} von danach ${left === 1 ? "ist" : "sind"} noch da.`]),
      ].join(" ");
    },
    undo: "Rückgängig",
    restoreCutOff: (time) =>
      `Den Raum auf ${time} zurückzuholen brach ab, als die Seite geschlossen wurde. Was geschehen ist, steht im Verlauf.`,
    undoCutOff: "Zurückzunehmen, dass der Raum zurückgeholt wurde, brach ab, als die Seite geschlossen wurde.",
    goOn: "Weiter",
    putBack: (path) => `${path} ist zurück, mit dem Text, den die Datei hatte.`,
    same: "Jetzt steht dasselbe da: Nichts hat sich geändert.",
  },
};
export default german;
