// What MongoDB stores of a recorded paper of 259,778 keys, once it is packed. Knows no server of ours.
import { expect, it, jest } from "@jest/globals";
import { mongo } from "mongoose";
import { type UpdateJSON, withJSON, writeUpdates } from "../../protocol/updates.ts";
import { dropDatabase, startDatabases } from "../../test/replicaSet.ts";
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

it("[S63] a paper of 259,778 keys takes at most 1.5 MiB of MongoDB", async () => {
  const databases = await startDatabases();
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
  await client.db().admin().command({ fsync: 1 });
  const kib: Record<string, number> = { entries: unpackedBytes / KIB };
  let storedKiB = 0;
  for (const name of ["rooms", "updates", "segments"]) {
    const [stats] = await client
      .db()
      .collection(name)
      .aggregate([{ $collStats: { storageStats: {} } }])
      .toArray();
    const { size, storageSize, freeStorageSize, totalIndexSize } = stats!["storageStats"] as Record<string, number>;
    kib[`${name}, documents`] = size! / KIB;
    kib[`${name}, file in use with indexes`] = (storageSize! - freeStorageSize! + totalIndexSize!) / KIB;
    storedKiB += kib[`${name}, file in use with indexes`]!;
  }
  process.stdout.write(`${JSON.stringify({ updates: version, ...kib, storedKiB }, null, 1)}\n`);
  expect(storedKiB).toBeLessThanOrEqual(MOST_KIB);
  await client.close();
  await store.close();
  await dropDatabase(uri);
  await databases.stop();
});
