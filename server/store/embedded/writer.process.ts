// A process that writes to a data folder until it is killed and says what was acknowledged; for the crash tests alone.
import { writeSync } from "node:fs";
import { EVENTS } from "../../rooms/roomStore.ts";
import { commitOf, readToEnd, roomNamed } from "../samples.ts";
import { openEmbeddedStore } from "./embeddedStore.ts";

const [dataDir, mode] = process.argv.slice(2) as [string, string];

/** At once and in order, so that what was said is true whenever the process ends. */
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

// A write over the size limit then fails as on a full disk, where otherwise the process would be ended.
process.on("SIGXFSZ", () => {});

const store = await openEmbeddedStore(dataDir);
const file = { roomId: "full", file: 1 };

/** A commit of one entry of `bytes` at the end of the stream, and what came of it. */
async function fill(from: number, bytes: number): Promise<string> {
  const entries = JSON.stringify(["x".repeat(bytes)]);
  return store.append([{ stream: file, from, count: 1, entries }]).then(
    ([outcome]) => outcome as string,
    (error: Error) => error.message,
  );
}

const readiness = (): Promise<string> =>
  store.ready().then(
    () => "ready",
    (error: Error) => error.message,
  );

if (mode === "append") {
  const rooms = ["a", "b", "c"];
  const ends = new Map<string, number>();
  for (const roomId of rooms) {
    await store.createRoom(roomNamed(roomId), Infinity);
    for (const number of [EVENTS, 1]) {
      ends.set(`${roomId}/${number}`, await readToEnd(store, { roomId, file: number }));
    }
  }
  for (let turn = 0; ; turn++) {
    const appends = rooms.flatMap((roomId) =>
      [EVENTS, 1].map((number) => {
        const from = ends.get(`${roomId}/${number}`) as number;
        const commit = commitOf({ roomId, file: number }, from, 1 + (turn % 40));
        const document = { ...roomNamed(roomId), eventsVersion: from + commit.count };
        return number === EVENTS ? { ...commit, document } : commit;
      }),
    );
    const outcomes = await store.append(appends);
    for (const [index, { stream, from, count }] of appends.entries()) {
      ends.set(`${stream.roomId}/${stream.file}`, from + count);
      say({ stream, end: from + count, outcome: outcomes[index] });
    }
    if (turn % 10 === 0)
      await store.putSnapshot({ roomId: "a", file: 1 }, { version: turn, text: "x".repeat(turn), confirmed: [] });
  }
} else if (mode === "anew") {
  // A stream that is deleted and begun anew again and again, its entries saying for which time; from time to time it is packed.
  const stream = { roomId: "a", file: 1 };
  await store.createRoom(roomNamed("a"), Infinity);
  const [last] = await store.read(stream, 0, 1);
  for (let times = last ? (JSON.parse(last.entries) as number[])[0]! + 1 : 0; ; times++) {
    await store.deleteStream(stream);
    say({ times, end: 0 });
    for (let end = 0; end < 60 * (1 + (times % 3));) {
      const entries = JSON.stringify(Array.from({ length: 20 }, () => times));
      const [outcome] = await store.append([{ stream, from: end, count: 20, entries }]);
      say({ times, end: (end += 20), outcome });
      if (end % 60 === 0) await store.putSnapshot(stream, { version: end, text: `${times}`, confirmed: [] });
    }
    if (times % 4 === 0) await store.streams("a");
  }
} else if (mode === "delete" || mode === "deleteStream") {
  // Commits take turns with the steps of the deletion, so what is said tells how far it is.
  let deleting = true;
  const deletion = mode === "delete" ? store.deleteRoom("a") : store.deleteStream({ roomId: "a", file: 1 });
  const deleted = deletion.then(() => (deleting = false));
  for (let from = 0; deleting; from++) {
    await store.append([commitOf({ roomId: "b", file: 1 }, from)]);
    say({ from });
  }
  await deleted;
} else if (mode === "fill") {
  await store.createRoom(roomNamed("full"), Infinity);
  say({ tooLarge: await fill(0, 20_000_000), thenReady: await readiness() });
  let end = 0;
  // Ever smaller, until not a hundred bytes find a place.
  for (let bytes = 1_000_000; bytes >= 100; bytes /= 10) {
    for (;;) {
      const outcome = await fill(end, bytes);
      if (outcome !== "ok") {
        say({ bytes, outcome });
        break;
      }
      end++;
    }
  }
  say({
    full: await readiness(),
    end,
    readable: await readToEnd(store, file),
  });
  await store.close();
} else {
  // Held until killed.
  setInterval(() => {}, 60_000);
  say({ opened: true });
}
