// What the list of notifications says, in English: loaded with it.
import type { NewsKind } from "../../ui/parts/notify.ts";
import { wordsOf } from "../../words.ts";
import type { NewsType } from "./grouping.ts";

const kinds: Readonly<Record<NewsKind, string>> = {
  joined: "Somebody comes in",
  left: "Somebody leaves",
  waiting: "Somebody waits to be let in",
  admitted: "I am let in",
  mentioned: "I am mentioned in the chat",
  roleChanged: "My role changes",
  removed: "I am removed from the room",
  lookHere: "An owner asks everyone to look",
  fileMade: "Somebody makes a file",
  askedToRun: "Somebody asks to run code",
};
const types: Readonly<Record<NewsType, string>> = { people: "People", forMe: "For me", files: "Files" };

const english = {
  none: "Nothing has happened yet.",
  readAll: "Mark all read",
  /** what the list can be narrowed to */
  show: "Show",
  all: "All",
  types,
  unread: "Unread:",

  settings: "Settings",
  tellWhen: "Tell me when",
  kinds,
  whileHidden: "While this tab is hidden",
  byBrowser: "Let the browser tell me",
  why: "So that you notice while you look at something else. The browser asks you once.",
  /** why the browser's own are not to be had */
  denied: "Notifications from this site are blocked. You can change that in the browser’s settings for the site.",
  missing: "This browser has no notifications for this page.",
};

export type NotificationsLaterWords = typeof english;
export const words = wordsOf("notifications, later", english);
