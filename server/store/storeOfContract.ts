// A fresh store for each test of a contract, closed and forgotten after it, and a room to put there. Knows no implementation.
import { afterEach, beforeEach } from "@jest/globals";
import type { ListedRoomStore } from "./anyStore.ts";
import type { Commit, Stream } from "../rooms/roomStore.ts";
import { joined, roomNamed, type StoreUnderTest } from "./samples.ts";

/** `opened` is given the store of each test, and each that is opened in its place; the function that comes back opens one on what was kept so far. */
export function freshStore(make: () => Promise<StoreUnderTest>, opened: (store: ListedRoomStore) => void) {
  let subject: StoreUnderTest;
  let store: ListedRoomStore;
  const open = async (): Promise<void> => {
    store = await subject.open();
    opened(store);
  };
  beforeEach(async () => {
    subject = await make();
    await open();
  });
  afterEach(async () => {
    await store.close();
    await subject.dispose();
  });
  return async (): Promise<void> => {
    await store.close();
    await open();
  };
}

/** A room "r" and its first file, in the store of the test that runs. */
export const sampleRoom = (store: () => ListedRoomStore) => {
  const file: Stream = { roomId: "r", file: 1 };
  const allOf = async (stream: Stream): Promise<Commit> => joined(await store().read(stream, 0, Infinity));
  return {
    file,
    createRoom: (roomId = "r", expiresAt = Infinity): Promise<boolean> =>
      store().createRoom(roomNamed(roomId), expiresAt),
    allOf,
    entriesOf: async (stream: Stream): Promise<number> => (await allOf(stream)).count,
  };
};
