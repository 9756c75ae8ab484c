// What the list of versions says, and the dialogs about one, in German.
import type { Translation } from "../../../words.ts";
import type { VersionsWords } from "./words.ts";

const plural = new Intl.PluralRules("de");
const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("de")} ${plural.select(many) === "one" ? one : others}`;

const german: Translation<VersionsWords> = {
  part: "history, versions",
  words: {
    versions: "Versionen",
    reading: "Der Verlauf wird gelesen.",
    nothing:
      "Versionen entstehen von selbst, wenn zwei Minuten lang niemand schreibt und wenn ein Programm gelaufen ist.",
    orName: "Oder benenne einen Moment.",
    began: (title, when) =>
      `Dieser Raum begann als Kopie von ${title === "" ? "einem Raum ohne Titel" : title}, wie er ${when} war.`,
    now: "Jetzt",
    nowText: "Woran alle weiterschreiben",
    older: "Ältere Versionen zeigen",
    number: (number) => `Nr. ${number}`,
    numberByItself: (number) => `Autom. ${number}`,
    pause: (ms) => `Pause von ${count(Math.round(ms / 60_000), "Minute", "Minuten")}`,
    lastEdit: "Letzte Änderung",
    somebody: "Jemand",
    namedBy: (name) => `benannt von ${name}`,
    authors: (names) => names.join(", "),
    andOthers: (names, others) => `${names.join(", ")} und ${count(others, "weitere Person", "weitere")}`,
    lines: (added, taken) => `${count(added, "Zeile", "Zeilen")} hinzugefügt, ${taken.toLocaleString("de")} entfernt`,
    more: (name) => `Was mit ${name} zu tun ist`,
    moreHint: "Vergleichen, zurückholen, umbenennen",

    nameMoment: "Moment benennen",
    nameTitle: (time) => `Den Moment ${time} benennen`,
    nameTitleNow: "Eine Version speichern",
    name: "Bezeichnung",
    nameHint: "Wer den Verlauf sieht, findet ihn unter den Versionen.",
    nameMissing: "Schreib einen Namen mit mindestens einem Buchstaben.",
    save: "So nennen",
    cancel: "Abbrechen",
    named: (name) => `Dieser Moment heißt jetzt ${name}.`,

    look: "Ansehen",
    compareNow: "Mit jetzt vergleichen",
    compareBefore: "Mit der Version davor vergleichen",
    compareOther: "Mit einer anderen Version vergleichen …",
    choose: (name) => `Wähle die Version, die mit ${name} verglichen wird.`,
    chooseNot: "Nicht vergleichen",
    restore: "Zurückholen …",
    undoRoom: "Zurücknehmen, dass der Raum zurückgeholt wurde",
    roomUndone: "Der Raum ist, wie er war, bevor er zurückgeholt wurde.",
    rename: "Umbenennen",
    renameTitle: "Ein anderer Name für den Moment",
    unname: "Den Namen entfernen",
    fork: "Einen neuen Raum daraus machen …",
    copyLink: "Den Link dorthin kopieren",

    forkTitle: "Ein neuer Raum",
    forkNow:
      "Er beginnt mit allen Dateien, wie sie jetzt sind, und der Sprache dieses Raums. Was vorher war, bleibt hier.",
    forkThen: (when) =>
      `Er beginnt mit allen Dateien, wie sie ${when} waren, und der Sprache dieses Raums. Was vorher und nachher war, bleibt hier.`,
    forkYours: "Der neue Raum gehört dir, und niemand sonst ist schon darin.",
    forkDo: "Raum anlegen",
    forking: "Der Raum wird angelegt",
    forked: "Der neue Raum ist da.",
    forkOpen: "Öffnen",
  },
};
export default german;
