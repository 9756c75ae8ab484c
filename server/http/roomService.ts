// What HTTP asks of the rooms, on the directory and the store. Knows no request and no response.
import { Refusal } from "../protocol/errors.ts";
import type { RoomReader } from "../features/feature.ts";
import { newRoomDocument, publicDetails } from "../rooms/roomDocument.ts";
import type { RoomDirectory } from "../rooms/roomDirectory.ts";
import type { Clock, Secrets } from "../rooms/ports.ts";
import type { Room } from "../rooms/room.ts";
import type { RoomStore } from "../rooms/roomStore.ts";
import type { RoomService } from "./rooms.ts";

export function createRoomService(options: {
  directory: RoomDirectory;
  store: RoomStore;
  clock: Clock;
  secrets: Secrets;
  /** a new random room id, 71 bits or more */
  newRoomId: () => string;
}): RoomService & RoomReader {
  const { directory, store, clock, secrets, newRoomId } = options;

  /** Throws Refusal room_not_found. */
  async function opened(roomId: string): Promise<Room> {
    const room = await directory.open(roomId);
    if (!room) throw new Refusal("room_not_found");
    return room;
  }

  return {
    async create({ name, language }) {
      const key = secrets.create();
      for (;;) {
        const room = { roomId: newRoomId(), dateCreated: clock.now(), programmingLanguage: language };
        const document = newRoomDocument(room, name, secrets.hash(key));
        if (await store.createRoom(document, directory.expiry()))
          return { room: publicDetails(document), key, participant: document.owner };
      }
    },

    async details(roomId) {
      const room = directory.live(roomId);
      if (room) return { ...room.details, online: room.clientCount, here: room.here };
      const document = await directory.read(roomId);
      return document && { ...publicDetails(document), online: 0, here: [] };
    },

    async exists(roomId) {
      return directory.live(roomId) !== undefined || (await store.loadRoom(roomId)) !== undefined;
    },

    async set(roomId, key, settings) {
      const room = await opened(roomId);
      room.set(room.people.participantWith(key), settings);
      await room.settled();
      return room.details;
    },

    async delete(roomId, key) {
      const { people } = await opened(roomId);
      if (people.person(people.participantWith(key)).role !== "owner") throw new Refusal("not_owner");
      await store.deleteRoom(roomId);
      // whoever has it open, also since then: nothing that they typed could be kept any more
      directory.live(roomId)?.close("room_not_found");
    },

    async request(roomId, key, feature, data) {
      return (await opened(roomId)).request(key, feature, data);
    },

    async text(roomId, file) {
      const room = await directory.open(roomId);
      if (!room?.details.files.some((one) => one.file === file)) return undefined;
      return (await room.file(file)).authority.text.toString();
    },
  };
}
