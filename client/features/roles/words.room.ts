// What the roles say in the room before one of their dialogs is opened, in English.
import type { Role } from "#protocol/events.ts";
import { wordsOf } from "../../words.ts";

const nowYouAre: Readonly<Record<Role, string>> = {
  owner: "You are an owner of this room now: its settings and links are yours to change.",
  editor: "You can edit now.",
  viewer: "You can read now, but not edit. An owner of the room can change that.",
};

const english = {
  share: "Share",
  shareHint: "Links that let others in",
  shareRoom: "Share the room",
  moreWays: "Show more ways to share the room",
  whoWaits: "Show who waits to be let in",
  closeRoom: "Close the room…",
  reopenRoom: "Open the room again",
  deleteRoom: "Delete the room…",
  roomSettings: "Room settings",
  changeSettings: "Change the room’s settings",
  waiting: (count: number) => `${count} waiting to be let in`,
  waitingCount: (count: number) => `Waiting (${count})`,
  letThemIn: "Let in…",
  everyoneReads: "Make everyone viewers…",
  everyoneWrites: "Make everyone editors",
  waits: (name: string) => `${name} waits to be let in`,
  showWaiting: "Show",
  letIn: "An owner let you in.",
  nowYouAre,
  closed: "The room is closed.",
  closedText: "Only owners are in, its links let nobody else in, and nobody can write.",
  reopen: "Open it again",
  role: (name: string) => `Role of ${name}, and more`,
  roleHint: "Role, and more",
  notLoaded: "This could not be loaded. Try again when the connection is back.",
  comingIn: "Coming in",
  linkOrCode: "Room link or code",
  noLinkOrCode: "That is not a room link or join code. Paste the whole link, or type the 8 letters of the code.",
};

export type RolesRoomWords = typeof english;
export const words = wordsOf("roles, room", english);
