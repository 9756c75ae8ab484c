// What taking edits back says, in German.
import type { Translation } from "../../../words.ts";
import type { UndoWords } from "./words.ts";

const count = (many: number): string => `${many.toLocaleString("de")} Zeichen`;

const german: Translation<UndoWords> = {
  part: "history, undo",
  words: {
    title: "Änderungen zurücknehmen",
    titleOf: (name) => `Zurücknehmen, was ${name} geschrieben hat`,
    takeBackOf: (name) => `Zurücknehmen, was ${name} geschrieben hat`,
    hint: "Vorher ansehen und zurücknehmen, was diese Person geschrieben hat",
    who: "Von wem",
    mine: "Von mir",
    everybody: "Von allen",
    from: "Von",
    until: "Bis",
    now: "Jetzt",
    always: "Anfang des Raums",
    last: { 10: "Vor 10 Minuten", 60: "Vor einer Stunde", 1440: "Vor einem Tag" },
    looked: (time) => `Der Moment, den du siehst, ${time}`,
    version: (name, time) => `${name}, ${time}`,
    where: "Wo",
    file: (path) => `In ${path}`,
    part: (path) => `In dem, was in ${path} ausgewählt ist`,
    room: "In allen Dateien",
    working: "Wird ausgerechnet.",
    nothing: "Davon ist nichts zurückzunehmen.",
    goes: (letters) => `Verschwindet: ${count(letters)}`,
    comesBack: (letters) => `Kommt zurück: ${count(letters)}`,
    stays: (letters) => `Bleibt, weil andere es anderswohin geholt haben: ${count(letters)}`,
    none: "Nichts",
    blanks: "Leerzeichen und Zeilenumbrüche",
    more: (stretches) =>
      `und ${stretches.toLocaleString("de")} ${stretches === 1 ? "weitere Stelle" : "weitere Stellen"}`,
    files: (files) =>
      `${files.toLocaleString("de")} ${files === 1 ? "Datei ändert" : "Dateien ändern"} sich: Welche willst du ansehen?`,
    counts: (gone, back) => `−${gone.toLocaleString("de")} +${back.toLocaleString("de")}`,
    preview: "Wie sich der Text ändert",
    before: (path) => `${path}, jetzt`,
    after: (path) => `${path}, danach`,
    means:
      "Das ist eine Änderung wie jede andere: Alle sehen sie, aus dem Verlauf verschwindet nichts, und „Rückgängig“ holt es zurück.",
    meansRoom: "Alle sehen es, und aus dem Verlauf verschwindet nichts. Danach bringt ein Knopf alles wieder.",
    eject: (name) => `${name} auch aus dem Raum entfernen`,
    ejectText: "Diese Person kommt mit keinem Link mehr herein, den sie kennt.",
    isOut: (name) =>
      `${name} ist entfernt, aber noch nicht alles ist zurückgenommen, was von dieser Person stammt. Nimm es noch einmal zurück.`,
    undo: "Zurücknehmen",
    undoAndEject: (name) => `Zurücknehmen und ${name} entfernen`,
    undoing: "Wird zurückgenommen",
    cancel: "Abbrechen",
    done: (letters, back) =>
      `${count(letters)} verschwunden, ${count(back)} zurückgekommen. „Rückgängig“ kehrt das um.`,
  },
};
export default german;
