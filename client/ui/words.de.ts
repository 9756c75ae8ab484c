// What the page itself says, in German.
import type { Translation } from "../words.ts";
import type { UiWords } from "./words.ts";

const words: UiWords = {
  justNow: "gerade eben",
  somebody: "Jemand",
  pageNotLoaded: "Die Seite konnte nicht geladen werden",
  editorNotLoaded: "Der Editor konnte nicht geladen werden",
  whyNotLoaded: "Die Verbindung ist abgebrochen, oder es gibt eine neuere Version der Seite.",
  loadAgain: "Neu laden",
  openingPage: "Die Seite wird geöffnet",
  openingRoom: "Der Raum wird geöffnet",
  unnamedRoom: "Raum ohne Namen",
  refusalsNotLoaded:
    "Eine Änderung wurde nicht angenommen, und was sie zeigt, ließ sich nicht laden. Bitte hierbleiben, bis die Verbindung wieder da ist.",

  skipToCode: "Zum Code springen",
  code: "Code",
  codeOf: (file) => `Code, ${file}`,
  codeEditor: "Code, den alle in diesem Raum bearbeiten",
  askToWrite: "Die Besitzer des Raums können dich schreiben lassen.",
  nobodyWrites: "In diesem Raum kann gerade niemand schreiben.",
  connectionLost: "Die Verbindung ist unterbrochen. Deine Änderungen sind hier aufgehoben.",
  connectionBack: "Die Verbindung ist wieder da.",
  backIn: "Du bist wieder im Raum.",
  isHere: (name) => `${name} ist da`,
  hasLeft: (name) => `${name} ist gegangen`,
  renamed: (before, name) => `${before} heißt jetzt ${name}`,
  languageChanged: (name, language) => `${name} hat die Sprache auf ${language} geändert`,
  titled: (name, title) => `${name} hat den Raum „${title}“ genannt`,
  untitled: (name) => `${name} hat den Titel des Raums entfernt`,
  madeFile: (name, file) => `${name} hat ${file} angelegt`,
  madeFiles: (name, count) => `${name} hat ${count} Dateien angelegt`,
  readAgain: "Der Text wurde noch einmal vom Server geladen.",
  open: "Öffnen",
  isThereAgain: (file) => `Der neuere Text von ${file} ist wieder da.`,
  keptNowhere: {
    owner:
      "Dieser Browser merkt sich nichts. Damit der Raum deiner bleibt, erstelle in den Einstellungen deinen Besitz-Link.",
    others: "Dieser Browser merkt sich nichts. Wenn du wiederkommst, kennt dich der Raum nicht mehr.",
  },
  leftovers: {
    saved: "Änderungen von einem früheren Besuch sind jetzt gespeichert.",
    kept: (why) => `Änderungen von einem früheren Besuch sind noch in diesem Browser aufgehoben. ${why}`,
    roomGone: "Den Raum, in dem sie entstanden sind, gibt es nicht mehr.",
  },
  core: {
    tooLarge: "Eine Änderung ist größer, als der Server sie auf einmal annimmt. Bitte in mehreren Schritten machen.",
    notPlaced: "Für diese Änderungen hat sich kein Platz gefunden.",
    deletedForGood: (name) => `${name} wurde endgültig gelöscht.`,
  },

  aroundNotLoaded: "Die Seite ist nicht vollständig geladen. Bitte neu laden, sobald die Verbindung wieder da ist.",
};

const german: Translation<UiWords> = { part: "ui", words };
export default german;
