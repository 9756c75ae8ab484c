// What the notifications say before they are opened, in English; what they say then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  notifications: "Notifications",
  unread: (count: number) => `Notifications, ${count} unread`,
  show: "Show the notifications",
  notLoaded: "The notifications could not be loaded. Try again when the connection is back.",
};

export type NotificationsWords = typeof english;
export const words = wordsOf("notifications", english);
