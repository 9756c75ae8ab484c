// What the start page says, in German.
import type { Translation } from "../../words.ts";
import type { HomeWords } from "./words.ts";

const plural = new Intl.PluralRules("de");

const german: Translation<HomeWords> = {
  part: "ui, home",
  words: {
    pitch: ["", "Gemeinsam", " Code schreiben, mit einem Link."],
    lead: "Raum erstellen, Link verschicken, losschreiben. Ohne Anmeldung, ohne Installation.",
    uses: [
      ["Vorstellungsgespräch.", "Beide schreiben in derselben Datei. Eigene Notizen bleiben verborgen."],
      [
        "Unterricht.",
        "Alle lesen mit; wer schreibt, entscheidet die Lehrkraft, und alle können dorthin sehen, wo sie ist.",
      ],
      ["Zu zweit.", "Jeder sieht den anderen tippen, und Rückgängig nimmt nur Eigenes zurück."],
    ],
    languageNotLoaded:
      "Die Sprache konnte nicht geladen werden. Versuch es noch einmal, wenn die Verbindung wieder da ist.",
    start: "Anfangen",
    or: "oder",

    newRoom: "Neuer Raum",
    yourName: "Dein Name",
    nameNeeded: "Bitte zuerst einen Namen eingeben, damit andere wissen, wer du bist.",
    language: "Sprache",
    create: "Raum erstellen",
    creating: "Wird erstellt …",

    roomLink: "Link zum Raum",
    noRoomLink: "Das ist kein Link zu einem Raum. Bitte den ganzen Link einfügen.",
    elsewhere: "Dieser Link gehört zu einer anderen Seite. Bitte in einem neuen Tab öffnen.",
    placeholder: "Einfügen oder eintippen",
    join: "Beitreten",
    joining: "Wird geöffnet …",

    myRooms: "Meine Räume",
    search: "Meine Räume durchsuchen",
    searchMany: (count) => `${count} Räume durchsuchen`,
    found: (count, all) => `${count} von ${all} Räumen`,
    none: "Räume, die du erstellst oder betrittst, stehen hier, nur in diesem Browser.",
    noneFound: "Keiner deiner Räume passt dazu.",
    showAll: (count) => `Alle ${count} zeigen`,
    forgotten: (rooms) => `Vergessen: ${rooms}.`,
    ownersKey: "Der Schlüssel zum Besitz war nur in diesem Browser.",
    undo: "Rückgängig",
    backInList: (rooms) => `Wieder in der Liste: ${rooms}.`,
    renamed: (name) => `Der Raum heißt jetzt ${name}.`,
    goneRooms: (count) =>
      plural.select(count) === "one"
        ? "Einen dieser Räume gibt es nicht mehr."
        : `${count} dieser Räume gibt es nicht mehr.`,
    forgetGone: (count) => (plural.select(count) === "one" ? "Vergessen" : "Alle vergessen"),

    star: (name) => `Stern für ${name}`,
    starHint: "Stern: steht oben in der Liste",
    unstarHint: "Stern entfernen",
    gone: "Nicht mehr da",
    as: (name) => `als ${name}`,
    rename: (name) => `${name} umbenennen`,
    renameHint: "Umbenennen, für alle (F2)",
    forget: (name) => `${name} vergessen`,
    forgetHint: "Vergessen: aus dieser Liste nehmen (Entf)",
    remove: (name) => `${name} löschen`,
    removeHint: "Löschen, für alle",
  },
};
export default german;
