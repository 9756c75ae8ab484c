// A fresh store for each test of a contract, closed and forgotten after it. Knows no implementation.
import { afterEach, beforeEach } from "@jest/globals";
import type { ListedRoomStore } from "./keeping.ts";
import type { StoreUnderTest } from "./samples.ts";

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
