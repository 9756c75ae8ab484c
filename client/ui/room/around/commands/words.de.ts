// What the page's commands are called and what keys are called, in German.
import type { Translation } from "../../../../words.ts";
import type { CommandWords } from "./words.ts";

const edits = (count: number): string => (count === 1 ? "1 Änderung" : `${count} Änderungen`);

const words: CommandWords = {
  goToCode: "Zum Code",
  nextPart: "Zum nächsten Teil der Seite",
  previousPart: "Zum vorigen Teil der Seite",
  nextTab: "Nächste Datei",
  previousTab: "Vorige Datei",
  tab: (rank, path) => `Tab ${rank}: ${path}`,
  closeTab: "Tab dieser Datei schließen",
  rename: "Raum umbenennen",
  language: (language) => `Sprache des Raums: ${language}`,
  languageNotLoaded:
    "Die Sprache konnte nicht geladen werden. Versuch es noch einmal, wenn die Verbindung wieder da ist.",
  pageLanguage: (language) => `Sprache der Seite: ${language}`,
  print: "Diese Datei drucken",
  retry: "Jetzt verbinden",
  home: "Zur Startseite",
  save: "Ist alles gespeichert?",
  saved: "Schon gespeichert. Jeder Buchstabe wird beim Tippen gespeichert.",
  saving: (pending) =>
    `${edits(pending)} ${pending === 1 ? "wird" : "werden"} gespeichert. Von Hand zu speichern ist nie nötig.`,
  offline: (pending) =>
    pending === 0
      ? "Offline. Vorher wurde alles gespeichert."
      : `Offline. ${edits(pending)} in diesem Browser; gesendet wird, sobald die Verbindung zurück ist.`,
  offlineUnkept: (pending) => `Offline. ${edits(pending)} nur auf dieser Seite: bis zur Verbindung bitte offen lassen.`,
  connecting: "Noch nicht verbunden.",
  readOnly: "Es gibt nichts zu speichern: In diesem Raum wird nur gelesen.",
};

const german: Translation<CommandWords> = { part: "commands", words };
export default german;
