// What MongoDB stores of a recorded paper of 259,778 keys, once it is packed. Knows no server of ours.
import { expect, it, jest } from "@jest/globals";
import { mongo } from "mongoose";
import { type UpdateJSON, withJSON, writeUpdates } from "../../protocol/updates.ts";
import { ReplicaSet } from "../../test/replicaSet.ts";
import { paperUpdates } from "../../test/traces/paper.ts";
import { readToEnd, roomNamed } from "../samples.ts";
import { openMongoStore } from "./mongoStore.ts";
import { PACKING_BOUNDS } from "./packing.ts";

jest.setTimeout(1_800_000);

const KIB = 1024;
/** People's keys are commits of their own; so many together are played in a minute, and packed are the same. */
const COMMIT_UPDATES = 50;
const MOST_KIB = 1.5 * KIB;
const RESTS_AFTER_MS = 500;
/** What mongod keeps of a collection's file and indexes though nothing is in it. */
const MOST_EMPTY_KIB = 600;

/** KiB of the collections' files that are in use, with their indexes. */
async function inUse(database: mongo.Db): Promise<Record<string, number>> {
  const kib: Record<string, number> = {};
  for (const name of ["rooms", "updates", "segments"]) {
    const [stats] = await database
      .collection(name)
      .aggregate([{ $collStats: { storageStats: {} } }])
      .toArray();
    const { storageSize, freeStorageSize, totalIndexSize } = stats!["storageStats"] as Record<string, number>;
    kib[name] = (storageSize! - freeStorageSize! + totalIndexSize!) / KIB;
  }
  return kib;
}

it("[S63] a paper of 259,778 keys takes at most 1.5 MiB of MongoDB", async () => {
  const databases = await ReplicaSet.start();
  const uri = databases.newDatabase();
  const store = await openMongoStore(uri, { ...PACKING_BOUNDS, restAfterMs: RESTS_AFTER_MS });
  const client = await mongo.MongoClient.connect(uri);
  const stream = { roomId: "r", file: 1 };
  await store.createRoom(roomNamed("r"), Infinity);
  let version = 0;
  let unpackedBytes = 0;
  let waiting: UpdateJSON[] = [];
  const flush = async (): Promise<void> => {
    const { count, entries } = writeUpdates(waiting.map(withJSON));
    expect(await store.append([{ stream, from: version - count, count, entries }])).toEqual(["ok"]);
    unpackedBytes += entries.length;
    waiting = [];
  };
  for (const { update } of paperUpdates()) {
    waiting.push(update);
    version++;
    if (waiting.length >= COMMIT_UPDATES) await flush();
  }
  await flush();
  while ((await client.db().collection("updates").countDocuments()) > 0);
  expect(await readToEnd(store, stream)).toBe(version);
  // otherwise mongod keeps for five minutes what it was, and what was removed takes its place until then
  await client.db().admin().command({ setParameter: 1, minSnapshotHistoryWindowInSeconds: 0 });
  let kib: Record<string, number>;
  do {
    await client.db().collection("noise").insertOne({});
    await client.db().admin().command({ fsync: 1 });
    kib = await inUse(client.db());
  } while (kib["updates"]! > MOST_EMPTY_KIB);
  const storedKiB = Object.values(kib).reduce((sum, one) => sum + one);
  process.stdout.write(`${JSON.stringify({ updates: version, entriesKiB: unpackedBytes / KIB, ...kib, storedKiB })}\n`);
  expect(storedKiB).toBeLessThanOrEqual(MOST_KIB);
  await client.close();
  await store.close();
  await databases.stop();
});
