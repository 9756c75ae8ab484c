// A room as it is stored: what everybody may know and what nobody may. Knows how events change it, not where it is kept.
import type { Stream } from "../roomStore.ts";
import { applyEvent, type Participant, type RoomDetails, type RoomEvent } from "../../protocol/events.ts";
import { firstFileName } from "../../protocol/firstFile.ts";

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
      /** of a robot: the participant on whose behalf it writes by this one */
      readonly behalf?: number;
    }
  /** what a feature keeps with the room, in the place of what it kept before */
  | { readonly type: "kept"; readonly time: number; readonly feature: string; readonly value: unknown }
  /** a feature has a log of this name from here on; or the one of this number no more, which earlier builds could say */
  | { readonly type: "named" | "unnamed"; readonly time: number; readonly log: string; readonly stream: number }
  /** a log of the room goes on in another stream from here on, as far as that has it already; the one before is to be deleted */
  | { readonly type: "rewritten"; readonly time: number; readonly log: number; readonly stream: number }
  /** streams that are to be deleted, and that are */
  | { readonly type: "dropped" | "cleared"; readonly time: number; readonly streams: readonly number[] }
  /** the room is served by another process from here on: takes its place in the log, and changes nothing */
  | { readonly type: "moved"; readonly time: number };

/** An entry of the room's own log as it is stored. */
export type StoredEvent = RoomEvent | SecretEvent;

/** The state of a room after `eventsVersion` entries of its own log: a snapshot of that log, and nothing else. */
export interface RoomDocument extends RoomDetails {
  readonly eventsVersion: number;
  /** hashes of the participants' keys, never the keys */
  readonly keys: readonly { readonly participant: number; readonly keyHash: string }[];
  /** Clients that were let in and are not forgotten, by ascending numbers. `idHash`: of the random id that the tab holds; `client`: its number in the logs. */
  readonly clients: readonly {
    readonly client: number;
    readonly participant: number;
    readonly idHash: string;
    /** when it came first, in ms since 1970; absent of one that came before that was kept here */
    readonly since?: number;
  }[];
  /** what features keep with the room, by their names; absent in rooms from before there was any */
  readonly kept?: Readonly<Record<string, unknown>>;
  /** the numbers of the logs that features have named, by `feature/name` */
  readonly logs?: Readonly<Record<string, number>>;
  /** the streams of those logs that were rewritten, by the numbers of the logs */
  readonly streams?: Readonly<Record<number, number>>;
  /** streams that are to be deleted */
  readonly dropped?: readonly number[];
}

/** Which stream a log of the room is in: that of its own number, until it is rewritten. */
export const streamOf = (room: RoomDocument, log: number): Stream => {
  return { roomId: room.roomId, file: room.streams?.[log] ?? log };
};

const SECRET = new Set(["key", "client", "kept", "named", "unnamed", "rewritten", "dropped", "cleared", "moved"]);

export const isSecret = (event: StoredEvent): event is SecretEvent => SECRET.has(event.type);

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
          { client: event.client, participant: event.participant, idHash: event.idHash, since: event.time },
        ],
      };
    case "kept":
      return { ...next, kept: { ...room.kept, [event.feature]: event.value } };
    case "named":
      return { ...next, logs: { ...room.logs, [event.log]: event.stream } };
    case "unnamed": {
      const { [event.log]: stream, ...logs } = room.logs ?? {};
      return stream === event.stream ? { ...next, logs } : next;
    }
    case "rewritten": {
      const others = (room.dropped ?? []).filter((stream) => stream !== event.stream);
      const dropped = [...others, streamOf(room, event.log).file];
      return { ...next, streams: { ...room.streams, [event.log]: event.stream }, dropped };
    }
    case "dropped":
      return { ...next, dropped: [...(room.dropped ?? []), ...event.streams] };
    case "cleared":
      return { ...next, dropped: room.dropped?.filter((stream) => !event.streams.includes(stream)) ?? [] };
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

/** A new room: one empty file, named by its language, its owner as participant 1. `dateCreated` in ms since 1970. */
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
    files: [{ file: 1, name: firstFileName(room.programmingLanguage) }],
    eventsVersion: 0,
    keys: [{ participant: 1, keyHash: ownerKeyHash }],
    clients: [],
  };
}
