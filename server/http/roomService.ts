// What HTTP asks of the rooms, on the directory and the store. Knows no request and no response.
import { Refusal } from "../protocol/errors.ts";
import type { NewRoom, HttpReader, RoomReader } from "../features/feature.ts";
import type { Participant, RoomFile } from "../protocol/events.ts";
import { holderOf } from "../rooms/people/people.ts";
import type { Room } from "../rooms/room.ts";
import { turn } from "../rooms/log/deadline.ts";
import { readRoom } from "../rooms/log/reading.ts";
import { newRoomDocument, publicDetails, type RoomDocument } from "../rooms/log/roomDocument.ts";
import type { RoomDirectory } from "../rooms/roomDirectory.ts";
import type { UpdateJSON } from "../protocol/updates.ts";
import type { Clock, Secrets, WriteBudget } from "../rooms/ports.ts";
import type { RoomStore, Stream } from "../rooms/roomStore.ts";
import type { FeatureRequest, RoomService } from "./rooms.ts";

/** What was read of a room that nobody has open holds for so long, and for so many rooms. */
const COLD_MS = 2_000;
const MOST_COLD = 8;
/** UTF-16 units of all the texts that a room begins with. */
const NEW_ROOM_CHARACTERS = 32_000_000;
/** UTF-16 units that are written in one turn of the event loop. */
const WRITTEN_AT_ONCE = 100_000;

/** A file of a room that begins with texts, as the room lists it. */
function listed(wanted: NewRoom["files"][number], index: number): RoomFile {
  const { text: _, ...file } = wanted;
  return { file: index + 1, ...file };
}

export function createRoomService(options: {
  directory: RoomDirectory;
  store: RoomStore;
  clock: Clock;
  secrets: Secrets;
  /** a new random room id, 71 bits or more */
  newRoomId: () => string;
  /** throws the Refusal for whoever may not read a room */
  admitReader: (reader: HttpReader, kept: RoomDocument["kept"]) => void;
}): RoomService & RoomReader {
  const { directory, store, clock, secrets, newRoomId, admitReader } = options;

  const cold = new Map<string, { readonly readAt: number; readonly document: Promise<RoomDocument | undefined> }>();

  /** A room that is not in memory, as it is stored: who asks for it again and again costs no reading each time. */
  function stored(roomId: string): Promise<RoomDocument | undefined> {
    const now = clock.now();
    for (const [id, { readAt }] of cold) if (now - readAt >= COLD_MS || cold.size > MOST_COLD) cold.delete(id);
    const known = cold.get(roomId);
    if (known) return known.document;
    const document = readRoom(store, roomId);
    cold.set(roomId, { readAt: now, document });
    document.catch(() => cold.delete(roomId));
    return document;
  }

  /** Whose the key is, where there is one. Throws Refusal unauthorized, removed and that of whoever guards the room. */
  function readerOf(room: RoomDocument, address: string, key: string | undefined): Participant | undefined {
    const person = key === undefined ? undefined : holderOf(key, room, secrets);
    admitReader({ roomId: room.roomId, address, person }, room.kept);
    return person;
  }

  /** The room at an address, in memory or as it is stored, and whose the key is. Throws Refusal. */
  async function find(address: string, key: string | undefined) {
    const roomId = await directory.resolve(address);
    const live = roomId === undefined ? undefined : directory.live(roomId);
    if (live) cold.delete(live.roomId);
    const document = live?.log.accepted ?? (roomId === undefined ? undefined : await stored(roomId));
    return document && { document, live, person: readerOf(document, address, key) };
  }

  /** The live room for somebody with a key, and who they are; it is not opened for anybody else. Throws Refusal. */
  async function openFor(address: string, key: string | undefined): Promise<{ room: Room; person: Participant }> {
    if (key === undefined) throw new Refusal("unauthorized");
    if (!(await find(address, key))) throw new Refusal("room_not_found");
    const room = await directory.openAt(address);
    return { room, person: holderOf(key, room.log.accepted, secrets) };
  }

  /** One after the other. The new room goes again when one is refused. */
  async function answersTo(requests: readonly FeatureRequest[], roomId: string, key: string): Promise<unknown[]> {
    const answers: unknown[] = [];
    try {
      for (const { feature, data } of requests) {
        const { room, person } = await openFor(roomId, key);
        answers.push(await room.request(person, feature, data));
      }
    } catch (error) {
      await store.deleteRoom(roomId);
      cold.delete(roomId);
      directory.live(roomId)?.close("room_not_found");
      throw error;
    }
    return answers;
  }

  /** In updates by nobody, the first of each file. The new room goes again when that fails. */
  async function writeTexts(files: NewRoom["files"], roomId: string, writeBudget?: WriteBudget): Promise<void> {
    let characters = 0;
    try {
      for (const [index, file] of files.entries()) {
        const text = await file.text();
        writeBudget?.check();
        writeBudget?.add(text.length);
        if ((characters += text.length) > NEW_ROOM_CHARACTERS) throw new Refusal("too_large");
        await writeText({ roomId, file: index + 1 }, text);
      }
    } catch (error) {
      await store.deleteRoom(roomId);
      throw error;
    }
  }

  /** Long ones in pieces, between which everything else that has arrived gets its turn. */
  async function writeText(stream: Stream, text: string): Promise<void> {
    for (let from = 0, at = 0; at < text.length; from++, at += WRITTEN_AT_ONCE) {
      if (at > 0) await turn(clock);
      const lines = text.slice(at, at + WRITTEN_AT_ONCE).split("\n");
      const update: UpdateJSON = [0, 0, clock.now(), [...(at > 0 ? [at] : []), [0, ...lines]]];
      const [outcome] = await store.append([{ stream, from, count: 1, entries: JSON.stringify([update]) }]);
      if (outcome !== "ok") throw new Refusal("store_unavailable");
    }
  }

  return {
    async create({ name, language, title = "", requests = [], files, kept, writeBudget }) {
      const key = secrets.create();
      for (;;) {
        const room = { roomId: newRoomId(), title, dateCreated: clock.now(), programmingLanguage: language };
        const document = {
          ...newRoomDocument(room, name, secrets.hash(key)),
          ...(files && { files: files.map(listed) }),
          ...(kept && { kept }),
        };
        if (await store.createRoom(document, directory.expiry())) {
          await writeTexts(files ?? [], room.roomId, writeBudget);
          const answers = await answersTo(requests, room.roomId, key);
          return { room: publicDetails(document), key, participant: document.owner, answers };
        }
      }
    },

    resolve: (address) => directory.resolve(address),

    async leadOf(address) {
      const lead = await store.roomAt(address, clock.now());
      // the address that it stands for may have been released before it
      return lead && (await directory.resolve(lead.leadsTo)) === lead.roomId ? lead.leadsTo : undefined;
    },

    async details(address, key) {
      const found = await find(address, key);
      if (!found) return undefined;
      const { live, document } = found;
      const online = live?.audience.size ?? 0;
      const here = [...new Set(live?.audience.connected.map(({ participant }) => participant))];
      return { ...(live?.details ?? publicDetails(document)), roomId: address, online, here };
    },

    async exists(address) {
      const roomId = await directory.resolve(address);
      if (roomId === undefined) return false;
      return directory.live(roomId) !== undefined || (await stored(roomId)) !== undefined;
    },

    async recognise(address, key) {
      if (!(await find(address, key))) throw new Refusal("room_not_found");
    },

    async set(address, key, settings) {
      const { room, person } = await openFor(address, key);
      room.set(person.participant, settings);
      await room.log.settled();
      return { ...room.details, roomId: address };
    },

    async delete(address, key) {
      const { room, person } = await openFor(address, key);
      if (person.role !== "owner") throw new Refusal("not_owner");
      await store.deleteRoom(room.roomId);
      cold.delete(room.roomId);
      // whoever has it open, also since then: nothing that they typed could be kept any more
      directory.live(room.roomId)?.close("room_not_found");
    },

    async expiryOf(address, key) {
      const found = await find(address, key);
      if (!found) return undefined;
      if (!found.person) throw new Refusal("unauthorized");
      if (found.person.role !== "owner") throw new Refusal("not_owner");
      const { live, document } = found;
      return live ? directory.expiry(live.expiresWithinMs) : store.expiryOf(document.roomId);
    },

    async request(address, key, feature, data) {
      const { room, person } = await openFor(address, key);
      return room.request(person, feature, data, address);
    },

    async look(address, key, feature, data) {
      const { room, person } = await openFor(address, key);
      return room.look(person, feature, data, address);
    },

    async text(address, file, key) {
      const found = await find(address, key);
      const room = found && (await directory.open(found.document.roomId));
      if (!room?.details.files.some((one) => one.file === file && !one.deleted)) return undefined;
      return (await room.text(file)).toString();
    },
  };
}
