// One upload after the other, on a whole server: the question, what is told and what only said, the bounds of patience, and back again.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../../server/test/allFeatures.ts";
import { startTestServer, type TestServer } from "../../../server/test/harness.ts";
import { MemoryKeeper, newClientId, openSocketTo, type Person, realClock } from "../../../server/test/person.ts";
import { MemoryStore } from "../../../server/store/memory/memoryStore.ts";
import { Participation } from "../../sync/participation.ts";
import { fromList } from "./candidates.ts";
import { making } from "./test/fileMaking.ts";
import { type Phase, type Summary, UploadModel } from "./uploadModel.ts";

let server: TestServer;
let olga: Person;
let model: UploadModel;
let said: string[];
let opened: number[];
let phases: Phase["state"][];
/** what waits for the moment from which a person waits */
let patience: (() => void)[];

beforeEach(async () => {
  server = await startTestServer({ LIMIT_FILES_PER_ROOM: "5" }, new MemoryStore(), allFeatures);
  const { roomId, key } = await server.createRoom();
  olga = server.enter(roomId, { key });
  await olga.settled();
  [said, opened, phases, patience] = [[], [], [], []];
  model = new UploadModel({
    room: () => olga.session.room,
    enter: (client) =>
      new Participation({
        roomId,
        open: openSocketTo(server.socketUrl(roomId)),
        clock: realClock,
        identity: { client, key },
        keeper: new MemoryKeeper(),
      }),
    clock: {
      ...realClock,
      after(ms, run) {
        if (ms < 1_000) return realClock.after(ms, run);
        patience.push(run);
        return () => patience.splice(patience.indexOf(run), 1);
      },
    },
    making,
    newId: newClientId,
    open: (file) => opened.push(file),
    say: (sentence) => said.push(sentence),
  });
  model.phase.subscribe(({ state }) => {
    if (phases.at(-1) !== state) phases.push(state);
  });
});

afterEach(async () => {
  olga.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

const upload = (...texts: readonly (readonly [path: string, text: string])[]): Promise<void> =>
  model.upload(async () => fromList(texts.map(([path, text]) => new File([text], path))));

/** Resolves when the upload asks what becomes of paths that are taken. */
const asked = (): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const stop = model.phase.subscribe((phase) => {
      if (phase.state === "asking") resolve(phase.taken);
    });
    void stop;
  });

function summary(): Summary {
  const phase = model.phase.peek();
  if (phase.state !== "told") throw new Error(`nothing is told: ${phase.state}`);
  return phase.summary;
}

const namesInRoom = (): string[] => olga.session.room!.files.map(({ name }) => name).toSorted();

describe("uploads", () => {
  it("[B47] that simply go in are said in passing; a single file is shown", async () => {
    await upload(["a.txt", "a"]);
    await olga.until(() => namesInRoom().length === 2);
    expect(opened).toEqual([2]);
    await upload(["b.txt", "b"], ["c.txt", "c"]);
    expect(said).toEqual(["a.txt is in the room.", "2 files are in the room."]);
    expect(opened).toEqual([2]);
    expect(phases).toEqual(["idle", "looking", "bringing", "idle", "looking", "bringing", "idle"]);
    await model.upload(async () => ({ candidates: [], leftOut: [] }));
    expect(said.at(-1)).toBe("There is no file in it.");
  });

  it("[B47] of which something stays out, or comes with other line breaks, are summed up", async () => {
    await upload(["a.txt", "a\r\nb\n\n"], ["b.bin", "\0"]);
    expect(summary()).toMatchObject({
      arrivals: [{ path: "a.txt", isMixed: true }],
      leftOut: [{ path: "b.bin", reason: "It is not a text." }],
      notBegun: 0,
    });
    expect(said).toEqual([]);
    model.close("bringing");
    expect(model.phase.peek().state).toBe("told");
    model.close("told");
    expect(model.phase.peek().state).toBe("idle");
  });

  it("[B44] ask once for all whose paths are taken, and nothing is uploaded without an answer", async () => {
    await upload(["a.txt", "old"], ["b.txt", "old"]);
    await olga.until(() => namesInRoom().length === 3);
    const asking = upload(["A.txt", "new"], ["b.txt", "new"], ["c.txt", "new"]);
    expect(await asked()).toEqual(["a.txt", "b.txt"]);
    await upload(["d.txt", ""]);
    expect(said.at(-1)).toBe("An upload is running. Start the next one when it is done.");
    model.close("asking");
    await asking;
    expect(model.phase.peek().state).toBe("idle");
    expect(namesInRoom()).toEqual(["a.txt", "b.txt", "main.py"]);
    const again = upload(["b.txt", "new"]);
    await asked();
    model.answer("keepBoth");
    await again;
    await olga.until(() => namesInRoom().includes("b (2).txt"));
  });

  it("[B44] that have replaced a text can put it back", async () => {
    await upload(["a.txt", "old"]);
    await olga.until(() => namesInRoom().length === 2);
    olga.session.open(2);
    const replacing = upload(["a.txt", "new"]);
    await asked();
    model.answer("replace");
    await replacing;
    await olga.until(() => olga.text(2) === "new");
    expect(summary().arrivals).toMatchObject([{ path: "a.txt", before: "old" }]);
    await model.putBack(summary());
    await olga.until(() => olga.text(2) === "old");
    expect(said.at(-1)).toBe("The old text is back in 1 file.");
    expect(namesInRoom()).toEqual(["a.txt", "main.py"]);
  });

  it("[B44] put back to the letter what no file of a disk could hold", async () => {
    await upload(["a.txt", ""]);
    await olga.until(() => namesInRoom().length === 2);
    olga.session.open(2);
    await olga.until(() => olga.editors.has(2));
    const old = `o\0l\ud83d\n${"d".repeat(3)}`;
    olga.insert(0, old, 2);
    await olga.settled(2);
    const replacing = upload(["a.txt", "new"]);
    await asked();
    model.answer("replace");
    await replacing;
    await olga.until(() => olga.text(2) === "new");
    await model.putBack(summary());
    await olga.until(() => olga.text(2) === old);
  });

  it("[B47] show how far they are after a second, can be sent to the background and be stopped", async () => {
    let release = (_found: ReturnType<typeof fromList>): void => {};
    const uploading = model.upload(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    expect(model.isSlow.peek()).toBe(false);
    for (const run of patience) run();
    expect(model.isSlow.peek()).toBe(true);
    model.close("looking");
    expect(model.isSlow.peek()).toBe(false);
    model.cancel();
    release(fromList([new File(["a"], "a.txt")]));
    await uploading;
    expect(namesInRoom()).toEqual(["main.py"]);
    expect(phases.at(-1)).toBe("idle");
    expect(patience).toEqual([]);
  });

  it("[B47] that are stopped say how many were not begun", async () => {
    const stop = model.phase.subscribe((phase) => {
      if (phase.state === "bringing" && phase.progress.done === 1 && !phase.progress.isCancelled) model.cancel();
    });
    await upload(...Array.from({ length: 30 }, (_, index) => [`f${index}`, ""] as const));
    stop();
    const { arrivals, leftOut, notBegun } = summary();
    expect(arrivals.length + leftOut.length + notBegun).toBe(30);
    expect(notBegun).toBeGreaterThan(10);
  });
});
