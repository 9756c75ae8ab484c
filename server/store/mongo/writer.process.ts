// A process that writes to a database until it is killed and says what was acknowledged; for the crash tests alone.
import { writeSync } from "node:fs";
import { EVENTS } from "../../rooms/roomStore.ts";
import { commitOf, readToEnd, roomNamed } from "../samples.ts";
import { openMongoStore } from "./mongoStore.ts";
import type { PackingBounds } from "./packing.ts";

const [uri, bounds, ...roomIds] = process.argv.slice(2) as [string, string, ...string[]];
const store = await openMongoStore(uri, JSON.parse(bounds) as PackingBounds);
const streams = roomIds.flatMap((roomId) => [EVENTS, 1].map((file) => ({ roomId, file })));
const ends: number[] = [];
for (const roomId of roomIds) await store.createRoom(roomNamed(roomId), Infinity);
for (const stream of streams) ends.push(await readToEnd(store, stream));

for (let turn = 0; ; turn++) {
  const appends = streams.map((stream, place) => {
    const commit = commitOf(stream, ends[place] as number, 1 + (turn % 40));
    const document = { ...roomNamed(stream.roomId), eventsVersion: commit.from + commit.count };
    return stream.file === EVENTS ? { ...commit, document } : commit;
  });
  const outcomes = await store.append(appends);
  for (const [place, { stream, from, count }] of appends.entries()) {
    ends[place] = from + count;
    // At once, so that what was said is true whenever the process ends.
    writeSync(1, `${JSON.stringify({ stream, end: from + count, outcome: outcomes[place] })}\n`);
  }
}
