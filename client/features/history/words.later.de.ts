// What history says once it is open, in German.
import type { Translation } from "../../words.ts";
import type { HistoryLaterWords } from "./words.later.ts";

const german: Translation<HistoryLaterWords> = {
  part: "history, later",
  words: {
    empty: "Schreibe etwas, und die Zeitleiste beginnt.",
    reading: (percent) => `Der Verlauf wird gelesen: ${percent} %`,
    again: "Noch einmal versuchen",
    defect:
      "Der Verlauf lässt sich nicht zeigen: Das ist ein Fehler von uns. Dem Raum selbst fehlt nichts. Bitte die Seite neu laden.",
    leftOut: (files) => `${files === 1 ? "1 Datei fehlt" : `${files} Dateien fehlen`}: Es sind zu viele.`,

    busy: "Die anderen schreiben gerade so viel, dass nichts dazwischenpasst. Versuch es noch einmal.",
    notTaken: (path) => `${path} ließ sich nicht ändern. Vielleicht ist die Datei nur zu lesen oder zu lang.`,

    notDone:
      "Die Dateien ließen sich nicht zurückholen oder löschen. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    notSaved: "Was zurückgenommen werden soll, ist noch nicht gespeichert. Versuch es gleich noch einmal.",

    youLookAt: (time) => `Du siehst ${time}.`,
    goesOn: "Der Raum geht weiter.",
    backToNow: "Zurück zu jetzt",
    cannotWrite: "Das ist die Vergangenheit: Hier wird nichts geschrieben. Esc führt zurück zu jetzt.",
    notNow: (time) => `${time}, nicht jetzt`,
    at: (clock, day) => (day === undefined ? `um ${clock}` : `am ${day} um ${clock}`),
    withName: (when, name) => `${when} („${name}“)`,
    textAt: (path, when) => `${path} ${when}`,
    shut: "Du darfst den Verlauf dieses Raums nicht mehr sehen. Das hier ist jetzt.",
    noMoment: "In diesem Raum wurde noch nichts geschrieben: Es gibt keinen Moment, zu dem der Link führt.",
    noVersion: (number) => `In diesem Raum wurde kein Moment unter Nr. ${number} benannt.`,
    undo: "Rückgängig",
    past: "Die Vergangenheit",
    pastText: "Text der Vergangenheit",

    play: "Den Verlauf abspielen",
    pause: "Den Verlauf anhalten",
    back: "Eine Änderung zurück",
    on: "Eine Änderung weiter",
    backByPause: "Zurück zur Pause davor",
    onByPause: "Weiter zur nächsten Pause",
    speed: "Tempo",
    times: (speed) => `${speed}-fach`,
    speedOf: (speed) => `Den Verlauf ${speed}-mal so schnell abspielen`,
    skipPauses: "Pausen auslassen",
    played: "Was abgespielt wird",
    scopes: { file: "Diese Datei", room: "Alle Dateien" },
    copyLink: "Einen Link zu diesem Moment kopieren",
    linkCopied: "Der Link zu diesem Moment ist kopiert. Wer den Verlauf dieses Raums sehen darf, kommt dorthin.",
    linkNotCopied: (link) => `Der Browser lässt ihn nicht kopieren. Der Link: ${link}`,

    timeLine: "Zeitleiste",
    keys: "Pfeile gehen um eine Änderung, mit Umschalt zur Pause, Bild auf und Bild ab zur Marke. Die Leertaste spielt ab, Esc geht zurück zu jetzt.",
    typesIn: (name, path) => `${name} schreibt in ${path}`,
    nobodyTypes: "niemand schreibt",
    editOf: (count, all) => `Änderung ${count} von ${all}`,
    now: "Jetzt",
    marks: "Marken",
    others: (people) => `${people} weitere`,
    somebody: "Jemand",
    edits: (count) => (count === 1 ? "1 Änderung" : `${count} Änderungen`),

    paste: (name, units) => `${name} hat ${units} Zeichen eingefügt`,
    pauseOf: (minutes) => `Niemand schrieb ${minutes === 1 ? "1 Minute" : `${minutes} Minuten`} lang`,
    joined: (name) => `${name} kam dazu`,
    named: (name) => name,
    restored: (name) => `${name} hat einen älteren Text zurückgeholt`,
    undone: (name) => `${name} hat Änderungen zurückgenommen`,
    roomRestored: (name) => `${name} hat den ganzen Raum auf einen früheren Moment zurückgeholt`,
    roomUndone: (name) => `${name} hat zurückgenommen, dass der Raum zurückgeholt wurde`,
    deleted: (name, path) => `${name} hat ${path} gelöscht`,
    more: (marks) => marks.join("; "),
  },
};
export default german;
