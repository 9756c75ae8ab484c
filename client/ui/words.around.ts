// What the page says around the code, in dialogs and in other parts of several screens, in English: loaded behind the editor, or with the start page.
import { wordsOf } from "../words.ts";
import type { Theme } from "./theme.ts";

const plural = new Intl.PluralRules("en");
const list = new Intl.ListFormat("en");
const and = new Intl.ListFormat("en-GB");
const edits = (count: number): string => `${count} ${plural.select(count) === "one" ? "edit" : "edits"}`;

const english = {
  /** as keyboards have them */
  keys: {
    Mod: "Ctrl",
    Alt: "Alt",
    Shift: "Shift",
    Meta: "Meta",
    Escape: "Esc",
    Enter: "Enter",
    PageDown: "Page Down",
    PageUp: "Page Up",
    Space: "Space",
    Delete: "Del",
    Backspace: "Backspace",
  },
  closeDialog: "Close",
  copied: "Copied",
  theme: (theme: string) => `Theme: ${theme}`,
  changeTheme: (theme: string, next: string) => `Theme: ${theme}. Change to ${next}`,
  themes: { system: "Same as the system", light: "Light", dark: "Dark", contrast: "High contrast" } satisfies Record<
    Theme,
    string
  >,
  /** “Ann, Bea and Cy”; "" of none */
  listed: (names: readonly string[]) => and.format(names),
  quoted: (name: string) => `“${name}”`,
  rooms: (count: number) => `${count} rooms`,
  moreNames: (count: number) => `${count} more`,
  room: "Room",
  titleOfRoom: "Title of the room",
  renameRoom: "Rename the room",
  titleStays: "The title stays as it was: there is no connection.",
  deleteRoom: {
    title: (name: string) => `Delete “${name}” for everybody?`,
    text: "All that was written in this room is deleted with it, its history too, and its link stops working. It cannot be brought back.",
    hereNow: (names: string) => `In the room now: ${names}.`,
    endsAtOnce: "Their room ends at once.",
    keep: "Keep it",
    yes: "Delete the room",
    done: (name: string) => `“${name}” is deleted.`,
  },
  inThereNow: "In the room now:",

  toStart: "Code Companion: to the start",
  menu: "Room menu",
  more: "More",
  created: "Created",
  by: (name: string) => ` by ${name}`,

  sides: { left: "In the room", right: "Beside the code", dock: "Under the code" },
  toggle: {
    left: "Show or hide the left side",
    right: "Show or hide the right side",
    dock: "Show or hide what is under the code",
  },
  resize: {
    left: "Width of the left side",
    right: "Width of the right side",
    dock: "Height of what is under the code",
  },
  thumbBar: "Places",
  close: (place: string) => `Close ${place}`,
  show: (place: string) => `Show ${place}`,
  typedAhead: "Loading. What you type goes in as soon as it is here.",
  withNews: (place: string, news: number) => `${place}, ${news} unread`,
  allBanners: (count: number) => `Show all (${count})`,
  fewerBanners: "Show fewer",
  larger: "Make it larger",
  smaller: "Make it smaller",

  language: "Language",
  byItsName: (file: string) => `The name of the file says so: ${file}. Rename the file for another language.`,
  typing: (names: readonly string[], others: number) => {
    const more = others === 0 ? [] : [`${others} more`];
    const verb = names.length + others === 1 ? "is" : "are";
    return `${list.format([...names, ...more])} ${verb} typing`;
  },
  caret: ({ line, column, selected }: { readonly line: number; readonly column: number; readonly selected: number }) =>
    `Ln ${line}, Col ${column}${selected === 0 ? "" : ` (${selected} ${plural.select(selected) === "one" ? "character" : "characters"} selected)`}`,
  leaveEditor: "Tab indents. Press Esc, then Tab to leave the editor.",

  status: {
    connecting: "Connecting…",
    waiting: "Waiting to be let in…",
    saved: "Saved",
    saving: (count: number) => `Saving (${count})`,
    held: "The server takes no changes just now",
    /** `reason`: a sentence without its full stop */
    offline: (reason: string | undefined) => (reason === undefined ? "Offline" : `Offline: ${reason}`),
    stopped:
      "the server answers, but no live connection (WebSocket) to it opens; a proxy or firewall on the way may stop it, so another network may help",
    keptHere: (count: number) => `${edits(count)} kept here`,
    keptInBrowser: (count: number) => `${edits(count)} kept in this browser`,
    inPageAlone: (count: number) => `${edits(count)} in this page alone`,
    whenThereIsNetwork: "going on when there is a network",
    againIn: (seconds: number) => `trying again in ${seconds} s`,
    againNow: "trying again now",
    readOnly: "Read-only",
    tryNow: "Try now",
    newVersion: "There is a new version.",
    reload: "Reload",
  },

  /** a room that is over: a title without a full stop, and what to do */
  over: {
    room_closed: {
      title: "The room is closed",
      text: "Only its owners are in, and nobody can write. When they open it again, this page goes on by itself.",
    },
    removed: {
      title: "You were removed from this room",
      text: "An owner removed you, and your link no longer lets you in. If that was a mistake, talk to them: when they undo it, this page goes on by itself.",
    },
    notNow: {
      title: "You cannot come in just now",
      text: (message: string) => `${message} When you can, this page goes on by itself.`,
    },
    not_admitted: {
      title: "This link does not let you in",
      text: "It was turned off, or an owner said no. Ask an owner of the room for another.",
    },
    closed_by_operator: {
      title: "This server’s operator has closed this room",
      text: "Everybody was sent out. Reload to come back in.",
    },
    expired_by_operator: {
      title: "This server’s operator lets this room expire",
      text: "Everybody was sent out, and within the hour the room is deleted with all that is in it, unless somebody comes back.",
    },
    deleted_by_operator: {
      title: "This server’s operator has deleted this room",
      text: "It is gone with its history, for everybody. This page still has the text, until you leave it: save what you need first.",
    },
    room_not_found: {
      title: "This room is gone",
      text: "It was deleted, by an owner or by this server’s operator, your link was turned off, or nobody had visited it for a long time.",
    },
    unauthorized: {
      title: "The room no longer knows you",
      text: "The server may have gone back to a copy from before you came. Join again as somebody new: what is open here stays.",
    },
    unsupported_protocol: {
      title: "This page is too old or too new",
      text: "The server has another version than this page. Reload the page.",
    },
    other: "You are no longer connected",
    lookAgain: "Look again now",
    looking: "Looking again.",
    joinAgain: "Join again",
    reload: "Reload",
    toStart: "Go to the start",
    keep: "Come back in and keep the room",
    saveText: "Save this text as a file",
    saveOthers: (count: number) => `Save other open files (${count})`,
    saveFile: (path: string) => `Save ${path}`,
  },

  /** a text that only this window still has */
  onlyHere: {
    name: (file: string) => `The newer text of ${file}`,
    /** of a file that has no name */
    beside: "a text beside the code",
    gone: (file: string) => `The server has no ${file} any more, as after an older copy was put back.`,
    other: (file: string) => `The server has another text of ${file} now, as after an older copy was put back.`,
    mayBeLost: (lines: number) =>
      `What this window had before, ${lines} ${plural.select(lines) === "one" ? "line" : "lines"}, may be nowhere else.`,
    save: "Save it as a file",
    putBack: "Put it back into the room",
    putBackHint: "As an edit of yours, which you can undo. What others have written since stays, and they are told.",
    letGo: "Let it go",
  },

  /** edits that the server does not take */
  refused: {
    title: "An edit could not be kept",
    leftTitle: "Edits from an earlier visit cannot be saved",
    stayHere: "They stay in this browser until you have it forget them.",
    typed: "This is what was typed.",
    whole: "This is the file with them.",
    copyFirst: "Copy it before you close this.",
    copy: "Copy the text",
    save: "Save as a file",
    forget: "Forget them",
    /** before the name of a file that is saved */
    editsIn: "edits in ",
  },

  people: {
    tab: "People",
    search: "Search people",
    nobodyFound: "Nobody here has that in their name.",
    faces: (count: number) => `People, ${count} here now`,
    hereNow: (count: number) => `Here now (${count})`,
    hereWhenLost: (count: number) => `Here when the connection was lost (${count})`,
    beenHere: "Been here",
    /** before how long ago that was */
    left: "left",
    you: "you",
    robot: "not a person",
    robotNamed: (name: string) => `${name}, not a person`,
    typing: "typing",
    states: { idle: "idle", away: "in another window" },
    roles: { owner: "owner", editor: "editor", viewer: "viewer", removed: "removed" },
    place: (file: string | undefined, line: number | undefined) =>
      file === undefined ? `Line ${line ?? 1}` : file + (line === undefined ? "" : `, line ${line}`),
    goTo: (name: string, place: string) => `Go to ${name}, ${place}`,
  },

  share: {
    share: "Share",
    copied: "The link is copied.",
    title: "Share this room",
    byHand: "Whoever has this link types a name and is in. Copy it from here:",
  },
};

export type AroundWords = typeof english;
export const words = wordsOf("ui, around", english);
