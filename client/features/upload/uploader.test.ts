// Files brought into a room of a whole server by the real client core, and got back from it: bytes, clashes, bounds, cuts, cancelling.
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../../../server/features/feature.ts";
import { exportText } from "#protocol/importedText.ts";
import { allFeatures } from "../../../server/test/allFeatures.ts";
import { startTestServer, type TestServer } from "../../../server/test/harness.ts";
import { MemoryStore } from "../../../server/store/memory/memoryStore.ts";
import { MemoryKeeper, newClientId, openSocketTo, type Person, realClock } from "../../../server/test/person.ts";
import type { OpenSocket } from "../../sync/ports.ts";
import { Participation } from "../../sync/participation.ts";
import type { Candidate } from "./candidates.ts";
import { making } from "./test/fileMaking.ts";
import { type Clash, cleanPath, Uploader } from "./uploader.ts";

let server: TestServer;
let room: { roomId: string; key: string };
let olga: Person;

async function start(settings: Record<string, string> = {}, features: readonly Feature[] = allFeatures) {
  server = await startTestServer(settings, new MemoryStore(), features);
  room = await server.createRoom();
  olga = server.enter(room.roomId, { key: room.key });
  await olga.until(() => olga.editors.has(1));
}

const bytesOf = (content: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(content));

const candidate = (path: string, content: string | Uint8Array = path): Candidate => ({
  path,
  open: async () => new File([bytesOf(content)], path),
});

function uploader(
  candidates: readonly Candidate[],
  options: { clash?: Clash; open?: (real: OpenSocket) => OpenSocket; changed?: (uploader: Uploader) => void } = {},
): Uploader {
  const { clash = "keepBoth", open = (real: OpenSocket) => real, changed = () => {} } = options;
  const made: Uploader = new Uploader({
    candidates,
    clash,
    client: newClientId(),
    clock: realClock,
    making,
    changed: () => changed(made),
    enter: (client: string) =>
      new Participation({
        roomId: room.roomId,
        open: open(openSocketTo(server.socketUrl(room.roomId))),
        clock: realClock,
        identity: { client, key: room.key },
        keeper: new MemoryKeeper(),
      }),
  });
  return made;
}

async function upload(...args: Parameters<typeof uploader>): Promise<Uploader> {
  const made = uploader(...args);
  await made.run();
  return made;
}

/** What leaves the room of each file, as Latin-1. */
async function exported(): Promise<Record<string, string>> {
  const { files } = (await server.rooms.details(room.roomId))!;
  const contents: Record<string, string> = {};
  for (const { file, name, imported } of files)
    contents[name] = latin1(exportText((await server.rooms.text(room.roomId, file))!, imported));
  return contents;
}

const latin1 = (content: string): string => Buffer.from(content).toString("latin1");

describe("an upload", () => {
  afterEach(async () => {
    olga.leave();
    expect(server.log.errors).toEqual([]);
    await server.stop();
  });

  it("[B42] brings each text in, by the log, and gives its bytes back", async () => {
    await start();
    const contents: Record<string, string> = {
      "p/a.py": "print('é')\r\nx\r\n",
      "p/Makefile": "all:\n\techo 😀",
      "p/old.txt": "\ufeffone\rtwo",
      "p/empty": "",
      "p/deep/er/b.md": "\n\n",
    };
    const { arrivals, leftOut } = await upload(Object.entries(contents).map(([path, text]) => candidate(path, text)));
    expect(leftOut).toEqual([]);
    expect(arrivals.map(({ path }) => path).toSorted()).toEqual(Object.keys(contents).toSorted());
    expect(await exported()).toEqual({
      "main.py": "",
      ...Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, latin1(text)])),
    });
    const { file } = arrivals.find(({ path }) => path === "p/a.py")!;
    olga.session.open(file);
    await olga.settled(file);
    expect(olga.text(file)).toBe("print('é')\nx\n");
    expect(olga.notices).toEqual([]);
  });

  it("[B43] what cannot go in is named with a reason, and the rest goes in", async () => {
    await start({ LIMIT_FILES_PER_ROOM: "4", LIMIT_LINE_CHARACTERS: "50", LIMIT_FILE_NAME_CHARACTERS: "20" });
    const gone = { path: "gone.txt", open: () => Promise.reject(new Error("moved")) };
    const { arrivals, leftOut, done } = await upload([
      candidate("a.txt"),
      candidate("picture.png", Uint8Array.of(0x89, 0x50, 0)),
      gone,
      candidate("long.txt", "x".repeat(51)),
      candidate("a-path-that-is/far-too-long", ""),
      candidate("\u200b/..", ""),
      candidate("b.txt"),
      candidate("c.txt"),
      candidate("d.txt"),
      candidate("e.txt"),
    ]);
    expect(arrivals).toHaveLength(3);
    const reasons = leftOut.map(({ path, reason }) => `${path}: ${reason}`).join("\n");
    for (const words of [
      "picture.png: It is not",
      "gone.txt: It cannot be read",
      "long.txt: A line",
      "long: A file or folder cannot have that name. Choose another. (at most 20 characters)",
      "/..: Its name",
    ])
      expect(reasons).toContain(words);
    expect(leftOut.filter(({ reason }) => reason.includes("as many files as it can hold"))).toHaveLength(2);
    expect(done).toBe(10);
  });

  it("[B43] a name that disks do not take stays out, and one that they just take goes in twice", async () => {
    await start();
    const longest = `${"字".repeat(83)}ab.txt`;
    const { arrivals, leftOut } = await upload([
      candidate(`${"字".repeat(84)}.txt`),
      candidate(longest),
      candidate(longest),
    ]);
    expect(leftOut.map(({ reason }) => reason)).toEqual([expect.stringContaining("disks take 255 bytes of a name")]);
    expect(new Set(arrivals.map(({ path }) => path))).toEqual(new Set([longest, `${"字".repeat(82)} (2).txt`]));
    expect(Object.keys(await exported()).toSorted()).toEqual(
      ["main.py", ...arrivals.map(({ path }) => path)].toSorted(),
    );
  });

  it("[B44] beside a path that is taken a text gets a number", async () => {
    await start();
    await upload(["a.txt", "f/x.py", "f/y.py"].map((path) => candidate(path, "old")));
    const { arrivals } = await upload([candidate("A.txt"), candidate("a.TXT"), candidate("f"), candidate("a.txt/b")]);
    expect(new Set(arrivals.map(({ path }) => path.toLowerCase()))).toEqual(
      new Set(["a (2).txt", "a (3).txt", "f (2)", "a (4).txt/b"]),
    );
    expect(await exported()).toMatchObject({ "a.txt": "old", "f/x.py": "old" });
  });

  it("[B44] or it takes the other's place, where carets and what is the same stay, and the old text is told", async () => {
    await start();
    await upload([candidate("a.txt", "\ufeffone\rtwo\rthree\r"), candidate("b.txt", "same")]);
    const a = olga.session.room!.files.find(({ name }) => name === "a.txt")!.file;
    olga.session.open(a);
    await olga.settled(a);
    const { arrivals } = await upload(
      [candidate("a.txt", "one\r\n2\r\nthree\r\n"), candidate("B.txt", "same"), candidate("c")],
      {
        clash: "replace",
      },
    );
    expect(new Map(arrivals.map(({ path, before }) => [path, before]))).toEqual(
      new Map([
        ["a.txt", "\ufeffone\rtwo\rthree\r"],
        ["b.txt", "same"],
        ["c", undefined],
      ]),
    );
    await olga.until(() => olga.text(a) === "one\n2\nthree\n");
    expect(await exported()).toEqual({ "a.txt": "one\r\n2\r\nthree\r\n", "b.txt": "same", c: "c", "main.py": "" });
  });

  it("[B45] a long text goes in pages within the bounds of a push, and others see them come", async () => {
    await start({ LIMIT_PUSH_CHARACTERS: "1000", LIMIT_FRAME_BYTES: "100000", LIMIT_PUSHES_PER_SECOND: "0" });
    const text = Array.from({ length: 2_000 }, (_, line) => `line ${line} 😀`).join("\n");
    const { arrivals } = await upload([candidate("long.txt", text)]);
    expect(await exported()).toMatchObject({ "long.txt": latin1(text) });
    olga.session.open(arrivals[0]!.file);
    await olga.settled(arrivals[0]!.file);
    expect(olga.text(arrivals[0]!.file)).toBe(text);
  });

  it("[B45] as many files as a room holds keep to the rates: nothing is refused", async () => {
    await start({ LIMIT_MESSAGES_PER_SECOND: "200", LIMIT_PUSHES_PER_SECOND: "100", LIMIT_PUSH_BURST: "20" });
    const many = Array.from({ length: 199 }, (_, index) => candidate(`f${index}.txt`));
    const { arrivals, leftOut } = await upload(many);
    expect(leftOut).toEqual([]);
    expect(arrivals).toHaveLength(199);
    expect(Object.keys(await exported())).toHaveLength(200);
  });

  it.each([5, 7, 11])(
    "[B46] goes on when the connection is cut after every %i frames: nothing is lost or there twice",
    async (most) => {
      await start();
      let frames = 0;
      const cutting =
        (real: OpenSocket): OpenSocket =>
        (handlers) => {
          const socket = real(handlers);
          const send = (frame: string): void => {
            socket.send(frame);
            // now the request is heard, now it is not
            if (++frames % most === 0) {
              socket.close();
              handlers.closed();
            }
          };
          return { ...socket, send };
        };
      const many = Array.from({ length: 12 }, (_, index) => candidate(`f${index}.txt`, `${index}\n`.repeat(3)));
      const { arrivals, leftOut } = await upload(many, { open: cutting });
      expect(leftOut).toEqual([]);
      expect(arrivals).toHaveLength(12);
      expect(frames).toBeGreaterThan(20);
      expect(await exported()).toEqual({
        "main.py": "",
        ...Object.fromEntries(many.map(({ path }, index) => [path, `${index}\n`.repeat(3)])),
      });
    },
  );

  it("[B46] that is cancelled finishes what it has begun, and begins nothing more", async () => {
    await start();
    const many = Array.from({ length: 40 }, (_, index) => candidate(`f${index}.txt`));
    const { arrivals, leftOut } = await upload(many, { changed: (one) => one.done === 3 && one.cancel() });
    expect(leftOut).toEqual([]);
    expect(arrivals.length).toBeGreaterThanOrEqual(3);
    expect(arrivals.length).toBeLessThanOrEqual(12);
    const { "main.py": _, ...there } = await exported();
    expect(there).toEqual(Object.fromEntries(arrivals.map(({ path }) => [path, path])));
  });

  it("[B43] of somebody who may only read brings nothing in, and says why", async () => {
    const guard: Feature = { name: "guard", open: () => ({ admit: () => "viewer" }) };
    await start({}, [guard, ...allFeatures]);
    const { leftOut } = await upload([candidate("a.txt")]);
    expect(leftOut).toEqual([{ path: "a.txt", reason: "You can read this room, but not edit it." }]);
  });

  it("[B43] into a room that goes in the middle says so for what is not in", async () => {
    await start();
    const many = Array.from({ length: 30 }, (_, index) => candidate(`f${index}.txt`));
    let deleted: Promise<void> | undefined;
    const { arrivals, leftOut } = await upload(many, {
      changed: (one) => {
        if (one.done > 0) deleted ??= server.rooms.delete(room.roomId, room.key);
      },
    });
    await deleted;
    expect(arrivals.length + leftOut.length).toBe(30);
    expect(leftOut.at(-1)?.reason).toMatch(/no such room/);
  });

  it("[B43] without the feature that makes files says so", async () => {
    await start({}, []);
    const { leftOut } = await upload([candidate("a.txt"), candidate("b.txt")]);
    expect(leftOut.map(({ reason }) => reason)).toEqual(Array(2).fill("This server does not have that feature."));
  });
});

describe("a path that comes from outside", () => {
  it.each([
    ["a/../../b/./c.txt", "a/b/c.txt"],
    ["/etc//passwd", "etc/passwd"],
    ["cafe\u0301\u202e.txt", "café.txt"],
    ["../\u200b", ""],
  ])("[B43] %j is called %j", (path, name) => {
    expect(cleanPath(path)).toBe(name);
  });
});
