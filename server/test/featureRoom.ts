// A live room with one feature and a clock that is moved by hand, for the tests of what features may do. Knows no socket.
import type { WrittenBytes } from "../budgets/writtenBytes.ts";
import type { Feature, RoomHooks } from "../features/feature.ts";
import type { FeatureRoom } from "../features/featureRoom.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Hello } from "../protocol/clientMessages.ts";
import { systemSecrets } from "../platform.ts";
import { newRoomDocument } from "../rooms/log/roomDocument.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { settle } from "./fuzz/simNetwork.ts";
import { newClientId } from "./person.ts";
import { TestOutlet } from "./testOutlet.ts";
import { simRooms, UNLOAD_AFTER_MS } from "./simRooms.ts";

export const FEATURE_ROOM = "a-room";

/** A room with one feature, `share` of it, and what it has of its `own`; again on the same disk it is the room after a restart. */
export async function roomWithFeature(
  share: (room: FeatureRoom) => RoomHooks,
  disk = new MemoryDisk(),
  unloadAfterMs = UNLOAD_AFTER_MS,
  {
    store = new MemoryStore(disk),
    writeBudgets,
    ...limits
  }: Partial<Limits> & { readonly store?: MemoryStore; readonly writeBudgets?: WrittenBytes } = {},
  own: Partial<Feature> = {},
) {
  const key = systemSecrets.create();
  const details = { roomId: FEATURE_ROOM, dateCreated: 1, programmingLanguage: "Python" } as const;
  await store.createRoom(newRoomDocument(details, "Olga", systemSecrets.hash(key)), Infinity);
  let handle: FeatureRoom | undefined;
  const feature: Feature = {
    name: "tested",
    ...own,
    open: (room) => share((handle = room)),
  };
  const { clock, log, directory } = simRooms(store, {
    features: [feature],
    limits,
    unloadAfterMs,
    ...(writeBudgets && { writeBudgets }),
  });
  const room = (await directory.open(FEATURE_ROOM))!;
  /** `joined` settles when it is decided. */
  const come = (hello: Partial<Hello> = {}, address = FEATURE_ROOM) => {
    const outlet = new TestOutlet();
    const whole = { type: "hello" as const, client: newClientId(), name: "Ben", files: [], ...hello };
    return { outlet, joined: room.join(whole, outlet, address) };
  };
  const enter = async (hello: Partial<Hello> = {}, address = FEATURE_ROOM) => {
    const { outlet, joined } = come(hello, address);
    const client = await joined;
    await settle();
    return { outlet, client };
  };
  return { disk, store, clock, log, directory, room, handle: handle!, key, come, enter };
}
