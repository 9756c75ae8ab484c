// What happens to a room besides typing, and what a room is after it: the same reading on both sides. Knows no secrets.
import type { Imported } from "./importedText.ts";
import type { Language } from "./languages.ts";

/** What somebody may do; the creator is owner. */
export type Role = "owner" | "editor" | "viewer";

/** A person in a room, kept when they leave. */
export interface Participant {
  /** their number in the room, from 1 on */
  readonly participant: number;
  /** what they are called; nobody else in the room is called so */
  readonly name: string;
  /** owner, editor or viewer */
  readonly role: Role;
  /** index into the palette; each client draws it for its own light or dark */
  readonly colour: number;
  /** ms since 1970 */
  readonly dateJoined: number;
  /** ms since 1970; when they left last, as far as that is known */
  readonly lastSeen?: number;
  /** put out of the room by an owner: neither their keys nor their clients are let in again */
  readonly removed?: boolean;
  /** not a person: the feature of this name takes part as it */
  readonly robot?: string;
}

/** One document of the room, with a log of its own. */
export interface RoomFile {
  /** its number in the room, from 1 on */
  readonly file: number;
  /** a path: folders and the file's own name, with `/` between them */
  readonly name: string;
  /** its place among its siblings, ascending; absent: its number */
  readonly order?: number;
  /** when (ms since 1970) and by whom it was deleted; its log stays, so it can be put back, until it is purged */
  readonly deleted?: { readonly time: number; readonly participant: number };
  /** its text came from outside, with this */
  readonly imported?: Imported;
  /** deleted for good: its log is gone and it is called nothing; nobody else has its number */
  readonly purged?: true;
}

/** The file once it is deleted for good. */
export const purged = ({ file, deleted }: RoomFile): RoomFile => {
  return { file, name: "", ...(deleted && { deleted }), purged: true };
};

/** All that anybody with the link may know about a room. */
export interface RoomDetails {
  /** the address by which it was asked for */
  readonly roomId: string;
  /** what it is called; empty: nobody has named it */
  readonly title: string;
  /** ms since 1970 */
  readonly dateCreated: number;
  /** the number of the participant who owns it, of several the one who has for longest */
  readonly owner: number;
  /** all that it has had, the removed among them */
  readonly participants: readonly Participant[];
  /** a name of CodeMirror's language-data */
  readonly programmingLanguage: Language;
  /** all that it has had, the deleted among them */
  readonly files: readonly RoomFile[];
}

/**
 * An entry of the room's own log, as everybody in it may see it. `time` is the server's, in ms since 1970. A `participant` or a
 * `file` is whole: new, or in the place of the one with its number.
 */
export type RoomEvent =
  | { readonly type: "participant"; readonly time: number; readonly participant: Participant }
  | { readonly type: "renamed"; readonly time: number; readonly participant: number; readonly name: string }
  | { readonly type: "language"; readonly time: number; readonly participant: number; readonly language: Language }
  | { readonly type: "title"; readonly time: number; readonly participant: number; readonly title: string }
  | { readonly type: "file"; readonly time: number; readonly participant: number; readonly file: RoomFile };

/** The room after the event. Pure: the server, every client and a replay of the log agree by construction. */
export function applyEvent<Room extends RoomDetails>(room: Room, event: RoomEvent): Room {
  switch (event.type) {
    case "participant": {
      const { participant } = event.participant;
      const participants = put(
        room.participants,
        event.participant,
        participant - 1,
        (one) => one.participant === participant,
      );
      return { ...room, participants, owner: ownerOf(participants, room.owner) };
    }
    case "renamed":
      return {
        ...room,
        participants: room.participants.map((person) =>
          person.participant === event.participant ? { ...person, name: event.name } : person,
        ),
      };
    case "language":
      return { ...room, programmingLanguage: event.language };
    case "title":
      return { ...room, title: event.title };
    case "file": {
      const { file } = event.file;
      return { ...room, files: put(room.files, event.file, file - 1, (one) => one.file === file) };
    }
  }
}

/** Who owned it before, or the first who owns it now. Of thousands of people nobody is looked at who need not be. */
function ownerOf(participants: readonly Participant[], before: number): number {
  const owns = ({ role, removed }: Participant): boolean => role === "owner" && !removed;
  const known = participants[before - 1];
  if (known?.participant === before && owns(known)) return before;
  const owners = participants.filter(owns);
  return (owners.find(({ participant }) => participant === before) ?? owners[0])?.participant ?? before;
}

/** The list with `item` in the place of the one that it replaces, or at the end; `likely`: where that should be. */
function put<Item>(list: readonly Item[], item: Item, likely: number, isReplaced: (one: Item) => boolean): Item[] {
  const there = list[likely];
  const index = there !== undefined && isReplaced(there) ? likely : list.findIndex(isReplaced);
  return index === -1 ? [...list, item] : list.with(index, item);
}
