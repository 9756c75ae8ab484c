// What the page's commands are called and what keys are called, in English.
import { wordsOf } from "../../../../words.ts";

const edits = (count: number): string => (count === 1 ? "1 edit" : `${count} edits`);

const english = {
  goToCode: "Go to the code",
  nextPart: "Go to the next part of the page",
  previousPart: "Go to the previous part of the page",
  nextTab: "Next file",
  previousTab: "Previous file",
  tab: (rank: number, path: string) => `Tab ${rank}: ${path}`,
  closeTab: "Close this file’s tab",
  rename: "Rename the room",
  language: (language: string) => `Language of the room: ${language}`,
  languageNotLoaded: "The language could not be loaded. Try again when the connection is back.",
  pageLanguage: (language: string) => `Language of the page: ${language}`,
  print: "Print this file",
  retry: "Try to connect now",
  home: "Go to the start page",
  save: "Is everything saved?",
  saved: "Saved already. Every letter is saved as it is typed.",
  saving: (pending: number) => `Saving ${edits(pending)}. It is never necessary to save by hand.`,
  offline: (pending: number) =>
    pending === 0
      ? "Offline. Everything was saved before."
      : `Offline. ${edits(pending)} kept in this browser, and sent when the connection is back.`,
  offlineUnkept: (pending: number) =>
    `Offline. ${edits(pending)} in this page alone: keep it open until the connection is back.`,
  connecting: "Not connected yet.",
  readOnly: "There is nothing to save: this room can only be read.",
};

export type CommandWords = typeof english;
export const words = wordsOf("commands", english);
