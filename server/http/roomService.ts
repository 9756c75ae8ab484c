// What HTTP asks of the rooms, on the directory and the store. Knows no request and no response.
import { Refusal } from "../protocol/errors.ts";
import type { RoomReader } from "../features/feature.ts";
import { newRoomDocument, publicDetails } from "../rooms/roomDocument.ts";
import type { RoomDirectory } from "../rooms/roomDirectory.ts";
import type { Clock, Secrets } from "../rooms/ports.ts";
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

    resolve: (address) => directory.resolve(address),

    async addressOfCode(code) {
      const lead = await store.roomAt(code, clock.now());
      // the address that it stands for may have been released before it
      return lead && (await directory.resolve(lead.leadsTo)) === lead.roomId ? lead.leadsTo : undefined;
    },

    async details(address) {
      const roomId = await directory.resolve(address);
      if (roomId === undefined) return undefined;
      const room = directory.live(roomId);
      if (room) return { ...room.details, roomId: address, online: room.clientCount, here: room.here };
      const document = await directory.read(roomId);
      return document && { ...publicDetails(document), roomId: address, online: 0, here: [] };
    },

    async exists(address) {
      const roomId = await directory.resolve(address);
      if (roomId === undefined) return false;
      return directory.live(roomId) !== undefined || (await store.loadRoom(roomId)) !== undefined;
    },

    async set(address, key, settings) {
      const room = await directory.openAt(address);
      room.set(room.people.participantWith(key), settings);
      await room.settled();
      return { ...room.details, roomId: address };
    },

    async delete(address, key) {
      const { people, roomId } = await directory.openAt(address);
      if (people.person(people.participantWith(key)).role !== "owner") throw new Refusal("not_owner");
      await store.deleteRoom(roomId);
      // whoever has it open, also since then: nothing that they typed could be kept any more
      directory.live(roomId)?.close("room_not_found");
    },

    async request(address, key, feature, data) {
      return (await directory.openAt(address)).request(key, feature, data);
    },

    async text(address, file) {
      const roomId = await directory.resolve(address);
      const room = roomId === undefined ? undefined : await directory.open(roomId);
      if (!room?.details.files.some((one) => one.file === file)) return undefined;
      return (await room.text(file)).toString();
    },
  };
}
