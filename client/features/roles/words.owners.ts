// What owners read when they decide about people and the room, in English: loaded with the dialogs.
import type { Role } from "#protocol/events.ts";
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const one = (count: number): boolean => plural.select(count) === "one";

const is: Readonly<Record<Role, string>> = { owner: "an owner", editor: "an editor", viewer: "a viewer" };
const make: Readonly<Record<Role, { readonly label: string; readonly text: string }>> = {
  viewer: { label: "Make viewer", text: "Can read and chat, but change nothing." },
  editor: { label: "Make editor", text: "Can write code, but not change the room’s settings." },
  owner: { label: "Make owner", text: "Can change the room, its links and everybody’s role, as you can." },
};
/** behind a list of links: that they have not typed the password that there is */
const needed = (isNeeded: boolean): string => (isNeeded ? ", once somebody tells them the room’s password" : "");

const english = {
  leave: "Leave it as it is",
  undo: "Undo",
  dismiss: "Dismiss",
  done: "Done",

  closing: {
    plain: "The room link",
    edit: "The invitation link",
    view: "The link for viewing only",
    code: "The join code",
    /** without a name it is this person's own */
    ownerLink: (name: string | undefined) => (name === undefined ? "Your own owner link" : `${name}’s owner link`),
    somebody: "somebody",
    nobodyHas: "Nobody else has it.",
    nobodyUsed: "Nobody else used it.",
    used: (who: string) => `${who} used it too.`,
    has: (who: string, count: number) => `${who} ${one(count) ? "has" : "have"} it too.`,
    out: (count: number) =>
      one(count) ? "One viewer came with it and would be out." : `${count} viewers came with it and would be out.`,
    still: "Turned off, it lets newcomers read, but not edit.",
    /** `butViewers`: who came by one of the links and may only read goes with it */
    staysIn: (butViewers: boolean) => `People in the room stay in${butViewers ? ", except those viewers" : ""}.`,
    newLink: "You get a new invitation link in their place.",
    anyCase: (what: string, count: number) => `${what} ${one(count) ? "stops" : "stop"} working in any case.`,
  },

  person: {
    is: (name: string, role: Role, isRobot: boolean) =>
      `${name} is ${is[role]} of this room${isRobot ? ", and not a person" : ""}.`,
    make,
    /** on a button that asks first */
    asks: (label: string) => `${label}…`,
    handOver: {
      label: "Hand the room over…",
      text: (name: string) => `Makes ${name} an owner, and you an editor.`,
      title: (name: string) => `Hand the room over to ${name}?`,
      yes: "Hand it over",
      means: (name: string) =>
        `${name} becomes the owner. You stay as an editor, and only ${name} can give the room back to you.`,
    },
    remove: {
      label: "Remove…",
      text: "Puts them out at once. You choose whether the links they know are turned off.",
      title: (name: string) => `Remove ${name} from the room?`,
      yes: "Remove",
      andClose: "Remove and turn these off",
      about: (name: string, needsPassword: boolean) =>
        `${name} knows these, and could come back with them as somebody new${needed(needsPassword)}:`,
      means: (name: string) =>
        `${name} is out at once, and cannot come back as the same person. What ${name} wrote stays. You can undo it for 20 seconds.`,
      meansRobot: (name: string) => `${name} is out at once. What ${name} wrote stays. You can undo it for 20 seconds.`,
    },
    lower: {
      title: {
        viewer: (name: string) => `Make ${name} a viewer?`,
        editor: (name: string) => `Make ${name} an editor?`,
      },
      andClose: "Make viewer and turn these off",
      about: (name: string, needsPassword: boolean) =>
        `${name} knows these, with which somebody new can edit, and so could ${name} under another name${needed(needsPassword)}:`,
      means: {
        viewer: (name: string) => `${name} can read and chat from then on, but change nothing.`,
        editor: (name: string) => `${name} can write code from then on, but no longer change the room’s settings.`,
      },
    },
  },

  taken: {
    removed: (name: string) => `${name} is removed`,
    viewer: (name: string) => `${name} is a viewer now`,
    editor: (name: string) => `${name} is an editor now`,
    share: "Share the room…",
    stay: (name: string) =>
      `The links stay as they are: ${name} can come back as somebody new with those that ${name} knows.`,
    still: (name: string) =>
      `A link or code that somebody sent ${name}, in the chat or elsewhere, may still work: Share lists all there are.`,
    closed: (name: string) => `The links that the room showed ${name} let nobody new in any more.`,
    lowered: (name: string) => `The links that the room showed ${name} give newcomers no more than that.`,
  },

  waiting: {
    title: "Waiting to be let in",
    nobody: "Nobody waits any more.",
    /** before how long ago */
    came: "has come",
    letIn: "Let in",
    letInOne: (name: string) => `Let ${name} in`,
    refuse: "Refuse",
    refuseOne: (name: string) => `Refuse ${name}`,
    letAllIn: (count: number) => `Let all ${count} in`,
  },

  settings: {
    title: "Room settings",
    offline: "There is no connection: nothing can be changed until it is back.",
    who: "Who comes in",
    lobby: {
      label: "Waiting room",
      text: "Newcomers wait until an owner lets them in. People who have been in come back without waiting.",
    },
    locked: {
      label: "Locked",
      text: "Nobody new gets in, whatever their link. People who have been in can come back.",
    },
    password: {
      label: "Password",
      there: "Newcomers have to type it. People who have been in come back without it.",
      none: "None: with one, newcomers have to type it. People who have been in come back without it.",
      change: "Change…",
      set: "Set a password…",
      remove: "Remove",
      removeName: "Remove the password",
      new: "New password",
      tooShort: (least: number) => `Use at least ${least} characters: a few words are best.`,
      yes: "Set",
    },
    most: { label: "How many may be in at once", text: "Empty: as many as the server takes.", none: "no limit" },
    write: "Who may write",
    viewers: {
      text: "Everybody but the owners can only read, newcomers by the room link too.",
      make: "Make everyone viewers…",
      title: "Make everyone viewers?",
      yes: "Make viewers",
      andClose: "Make viewers and turn these off",
      about: "They know these, with which somebody new can still edit:",
      means: "Everybody but the owners can then only read, newcomers by the room link too.",
      done: "Everybody but the owners can only read now.",
    },
    editors: {
      text: "Everybody can write again.",
      make: "Make everyone editors",
      done: "Everybody can write now.",
    },
    own: "Staying the owner",
    kept: {
      title: "How long the room is kept",
      label: "Kept after the last visit for",
      text: "Then it is deleted with all that is in it. The server may have a shorter time.",
      always: "as long as the server keeps rooms",
      aYear: "a year",
      days: (count: number) => `${count} ${one(count) ? "day" : "days"}`,
    },
    reopen: {
      closed: "The room is closed.",
      text: "Only owners are in, and nothing can be changed until it is opened again.",
      yes: "Open it again",
    },
    end: {
      title: "Close or delete",
      close: "Puts everybody but the owners out; nobody can write until you open it again. Everything is kept.",
      closeYes: "Close the room…",
      remove: "Deletes the room and everything in it, for everybody and for good.",
      removeYes: "Delete the room…",
      closeTitle: "Close the room?",
      closeIt: "Close it",
      alone: "Nobody else is in it now.",
      out: (names: string) => `${names} will be out at once.`,
      means: "You and other owners can open it again; until then nobody else comes in and nobody writes.",
    },
  },
};

export type OwnersWords = typeof english;
export const words = wordsOf("roles, owners", english);
