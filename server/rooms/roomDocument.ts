// A room as it is stored: what everybody may know and what nobody may. Knows how events change it, not where it is kept.
import { applyEvent, type Participant, type RoomDetails, type RoomEvent } from "../protocol/events.ts";

/** What only the server may see of the room's own log. */
type SecretEvent =
  | { readonly type: "key"; readonly time: number; readonly participant: number; readonly keyHash: string }
  | {
      readonly type: "client";
      readonly time: number;
      readonly client: number;
      readonly participant: number;
      readonly idHash: string;
      /** the client whose place it takes, as its person has had so many */
      readonly forgets?: number;
    }
  /** what a feature keeps with the room, in the place of what it kept before */
  | { readonly type: "kept"; readonly time: number; readonly feature: string; readonly value: unknown }
  /** the room is served by another process from here on: takes its place in the log, and changes nothing */
  | { readonly type: "moved"; readonly time: number };

/** An entry of the room's own log as it is stored. */
export type StoredEvent = RoomEvent | SecretEvent;

/** The state of a room after `eventsVersion` entries of its own log: a snapshot of that log, and nothing else. */
export interface RoomDocument extends RoomDetails {
  readonly eventsVersion: number;
  /** hashes of the participants' keys, never the keys */
  readonly keys: readonly { readonly participant: number; readonly keyHash: string }[];
  /** every client that was ever let in and is not forgotten, in the order of their numbers: the number in the log ↔ the hash of the random id that its tab holds */
  readonly clients: readonly { readonly client: number; readonly participant: number; readonly idHash: string }[];
  /** what features keep with the room, by their names; absent in rooms from before there was any */
  readonly kept?: Readonly<Record<string, unknown>>;
}

export const isSecret = (event: StoredEvent): event is SecretEvent =>
  event.type === "key" || event.type === "client" || event.type === "kept" || event.type === "moved";

/** The document after one more entry. Pure. */
export function applyStoredEvent(room: RoomDocument, event: StoredEvent): RoomDocument {
  const next = { ...room, eventsVersion: room.eventsVersion + 1 };
  switch (event.type) {
    case "key":
      return { ...next, keys: [...room.keys, { participant: event.participant, keyHash: event.keyHash }] };
    case "client":
      return {
        ...next,
        clients: [
          ...room.clients.filter(({ client }) => client !== event.forgets),
          { client: event.client, participant: event.participant, idHash: event.idHash },
        ],
      };
    case "kept":
      return { ...next, kept: { ...room.kept, [event.feature]: event.value } };
    case "moved":
      return next;
    default:
      return applyEvent(next, event);
  }
}

/** What anybody with the link may know. */
export function publicDetails(room: RoomDocument): RoomDetails {
  // rooms are stored from when they had no titles
  const withTitle = Object.assign({ title: "" }, room);
  const { roomId, title, dateCreated, owner, participants, programmingLanguage, files } = withTitle;
  return { roomId, title, dateCreated, owner, participants, programmingLanguage, files };
}

/** A new room: one empty file, its owner as participant 1. `dateCreated` in ms since 1970. */
export function newRoomDocument(
  room: Pick<RoomDetails, "roomId" | "dateCreated" | "programmingLanguage"> & { readonly title?: string },
  ownerName: string,
  ownerKeyHash: string,
): RoomDocument {
  const owner: Participant = {
    participant: 1,
    name: ownerName,
    role: "owner",
    colour: 0,
    dateJoined: room.dateCreated,
  };
  return {
    title: "",
    ...room,
    owner: 1,
    participants: [owner],
    files: [{ file: 1, name: "main" }],
    eventsVersion: 0,
    keys: [{ participant: 1, keyHash: ownerKeyHash }],
    clients: [],
  };
}
