// What the page itself says, in English; the rest is in words.around.ts (around the code, in dialogs), entry/words.ts (on the way into a room) and start/words.ts (the start page).
import { SENTENCES } from "../sync/sentences.ts";
import { wordsOf } from "../words.ts";

const english = {
  justNow: "just now",
  somebody: "Somebody",
  pageNotLoaded: "The page could not be loaded",
  editorNotLoaded: "The editor could not be loaded",
  whyNotLoaded: "The connection broke, or there is a newer version of the page.",
  loadAgain: "Load it again",
  openingPage: "Opening the page",
  openingRoom: "Opening the room",
  unnamedRoom: "Unnamed room",
  refusalsNotLoaded:
    "An edit could not be kept, and what shows it could not be loaded. Stay here until the connection is back.",

  skipToCode: "Skip to the code",
  code: "Code",
  codeOf: (file: string) => `Code, ${file}`,
  codeEditor: "Code, edited by everybody in this room",
  askToWrite: "Ask an owner of the room to let you write.",
  nobodyWrites: "Nobody can write in this room just now.",
  connectionLost: "The connection is lost. Your edits are kept here.",
  connectionBack: "The connection is back.",
  backIn: "You are back in the room.",
  isHere: (name: string) => `${name} is here`,
  hasLeft: (name: string) => `${name} has left`,
  renamed: (before: string, name: string) => `${before} is now called ${name}`,
  languageChanged: (name: string, language: string) => `${name} changed the language to ${language}`,
  titled: (name: string, title: string) => `${name} named the room “${title}”`,
  untitled: (name: string) => `${name} removed the room’s title`,
  madeFile: (name: string, file: string) => `${name} made ${file}`,
  madeFiles: (name: string, count: number) => `${name} made ${count} files`,
  readAgain: "The text was loaded again from the server.",
  open: "Open",
  isThereAgain: (file: string) => `The newer text of ${file} is there again.`,
  keptNowhere: {
    owner: "This browser keeps nothing. To stay the owner, make your owner link under Settings.",
    others: "This browser keeps nothing. When you come back you are somebody new.",
  },
  leftovers: {
    saved: "Edits from an earlier visit are now saved.",
    kept: (why: string) => `Edits from an earlier visit are still kept in this browser. ${why}`,
    roomGone: "The room in which they were made is gone.",
  },
  /** what the core says */
  core: {
    tooLarge: SENTENCES.tooLarge,
    notPlaced: SENTENCES.notPlaced,
    deletedForGood: (name: string): string => SENTENCES.deletedForGood(name),
  },

  aroundNotLoaded: "Not all of the page could be loaded. Reload it when the connection is back.",
};

export type UiWords = typeof english;
export const words = wordsOf("ui", english);
