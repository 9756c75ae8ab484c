// What an upload says, in German.
import { pageLocale, type Translation } from "../../words.ts";
import type { UploadLaterWords } from "./words.later.ts";

const plural = new Intl.PluralRules("de");
const number = (count: number): string => count.toLocaleString(pageLocale.value);
const one = (count: number): boolean => plural.select(count) === "one";
const files = (count: number): string => `${number(count)} ${one(count) ? "Datei" : "Dateien"}`;

const german: Translation<UploadLaterWords> = {
  part: "upload, later",
  words: {
    choose: {
      text: "Textdateien von diesem Gerät, für alle im Raum.",
      byDrop: "Sie lassen sich auch irgendwo auf dem Raum loslassen, mit ganzen Ordnern.",
      files: "Dateien wählen",
      folder: "Ordner wählen",
    },
    taken: {
      title: (count) => (one(count) ? "Diese Datei gibt es schon" : `${number(count)} dieser Dateien gibt es schon`),
      text: (count) =>
        `Beide können bleiben, die ${one(count) ? "neue" : "neuen"} mit einer Zahl im Namen. Oder der neue Text ersetzt den alten, für alle; der alte lässt sich danach wiederherstellen.`,
      keepBoth: "Beide behalten",
      replace: "Ersetzen",
      cancel: "Abbrechen",
    },
    underWay: {
      title: "Wird hochgeladen",
      uploaded: "Hochgeladen",
      looking: "Dateien werden gesucht …",
      progress: (done, total) => `${number(done)} von ${files(total)}.`,
      offline: "Gerade ohne Verbindung; es geht weiter, sobald sie wieder da ist.",
      stopping: "Was begonnen ist, wird noch fertig.",
      stop: "Anhalten",
      inBackground: "Im Hintergrund weiter",
    },
    told: {
      title: (count) => (count === 0 ? "Nichts wurde hochgeladen" : `${files(count)} hochgeladen`),
      notBegun: (count) => `Angehalten: ${files(count)} nicht begonnen.`,
      replaced: "Ersetzt",
      newText: (count) => `${files(count)} mit neuem Text.`,
      putBack: "Alten Text wiederherstellen",
      leftOut: (count) => `${number(count)} nicht hochgeladen`,
      mixed: "Gemischte Zeilenumbrüche",
      mixedText: "Ihre Zeilenumbrüche waren von verschiedener Art; jetzt sind alle von der häufigsten.",
      done: "Fertig",
      files: "Dateien",
      more: (count) => `… und ${number(count)} weitere`,
    },
    isUnderWay: "Es wird schon etwas hochgeladen. Das Nächste bitte, wenn es fertig ist.",
    isBack: (count) => `Der alte Text ist wieder da, in ${files(count)}.`,
    nothingInIt: "Darin ist keine Datei.",
    isIn: (paths) =>
      paths.length === 1 ? `${paths[0]} ist jetzt im Raum.` : `${files(paths.length)} sind jetzt im Raum.`,

    out: {
      taken: "Im selben Moment hat jemand eine Datei mit diesem Namen angelegt. Bitte noch einmal hochladen.",
      noName: "Im Namen ist nichts, was man sehen kann.",
      unreadable: "Sie lässt sich nicht lesen. Vielleicht wurde sie verschoben, oder es fehlt die Erlaubnis.",
      ignored: "Dieser Ordner bleibt draußen: Werkzeuge haben ihn gemacht.",
      tooMany: (most) =>
        `Mehr als ${number(most)} Dateien und Ordner auf einmal sind zu viele; der Rest bleibt draußen.`,
      tooLarge: (most) => `Sie ist zu groß: Eine Datei fasst ${number(most)} Zeichen.`,
      lineTooLong: (most) => `Eine Zeile darin ist zu lang: Eine Zeile fasst ${number(most)} Zeichen.`,
      utf16: "Das ist ein Text in UTF-16. Bitte in UTF-8 speichern und noch einmal hochladen.",
      noText: "Das ist kein Text.",
      notUtf8: "Das ist kein Text in UTF-8.",
    },
  },
};
export default german;
