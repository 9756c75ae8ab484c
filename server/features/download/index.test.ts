// The download of a file and of all: names, types, bytes, and what happens when many ask or one goes.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { unzipSync } from "fflate";
import request from "supertest";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomFile } from "../../protocol/events.ts";
import { DEFAULT_LANGUAGE } from "../../protocol/languages.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { appWith, mountedAndDescribed, NO_ROOM, ROOM } from "../../test/httpHarness.ts";
import { archiveOf } from "./archive.ts";
import download from "./index.ts";
import { roomLabel } from "../../protocol/roomLabel.ts";
import { archiveName, archivePaths, downloadName } from "./names.ts";
import { Slots } from "./slots.ts";

/** As Windows reads a name. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])[. ]*(\.|$)/i;

const get = (path: string, text = "") =>
  request(appWith({}, { features: [download], text }).app)
    .get(path)
    .buffer(true);

const file = (name: string, imported?: RoomFile["imported"]): RoomFile => ({
  file: 1,
  name,
  ...(imported && { imported }),
});

/** An app whose room has these files, each with its text or with what reads it. */
function appWithFiles(files: readonly (RoomFile & { readonly text: string | (() => Promise<string>) })[], title = "") {
  const made = appWith(
    {},
    {
      features: [download],
      async text(number) {
        const text = files.find((one) => one.file === number)?.text;
        return typeof text === "function" ? text() : text;
      },
    },
  );
  made.rooms.set(ROOM, { ...made.rooms.get(ROOM)!, title, files });
  return made;
}

/** The bytes of a whole answer. */
const bytesOf = (path: string, { app }: ReturnType<typeof appWithFiles>) =>
  request(app)
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => done(null, Buffer.concat(pieces)));
    });

const unzipped = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(body as Buffer)).map(([path, bytes]) => [path, Buffer.from(bytes).toString("latin1")]),
  );

describe("the download of a file", () => {
  it("[H19] is the text as an attachment named after the language", async () => {
    const text = 'print("<b>héllo 🌍</b>")\n';
    const answer = await get(`/api/rooms/${ROOM}/download/1`, text)
      .expect(200)
      .expect("Content-Disposition", "attachment; filename=main.py")
      .expect("Content-Type", "text/plain; charset=utf-8")
      .expect("X-Content-Type-Options", "nosniff")
      .expect("Cache-Control", "no-store");
    expect(answer.text).toBe(text);
  });

  it("[H19] half a surrogate pair becomes the replacement character", async () => {
    expect((await get(`/api/rooms/${ROOM}/download/1`, "a\ud83db").expect(200)).text).toBe("a\ufffdb");
  });

  it("[H19] a room or a file that is not there, or is deleted, is 404", async () => {
    await get(`/api/rooms/${NO_ROOM}/download/1`).expect(404, /room_not_found/);
    await get(`/api/rooms/${ROOM}/download/2`).expect(404, /unknown_file/);
    const { app } = appWithFiles([{ file: 1, name: "a", text: "a", deleted: { time: 1, participant: 1 } }]);
    await request(app)
      .get(`/api/rooms/${ROOM}/download/1`)
      .expect(404, /unknown_file/);
  });

  it("[H66] a number in a path is digits alone", async () => {
    for (const number of ["01", "1.0", "x", "__proto__"])
      await get(`/api/rooms/${ROOM}/download/${number}`).expect(400, /bad_request/);
  });

  it("[H19] has the line breaks and the mark that the text came with, and the name to the letter", async () => {
    const made = appWithFiles([
      { file: 7, name: "src/Makefile", text: "a\nb\n", imported: { lineBreak: "\r\n", byteOrderMark: true } },
    ]);
    const answer = await bytesOf(`/api/rooms/${ROOM}/download/7`, made).expect(200);
    expect((answer.body as Buffer).toString("latin1")).toBe("\u00ef\u00bb\u00bfa\r\nb\r\n");
    expect(answer.headers["content-disposition"]).toBe("attachment; filename=Makefile");
  });

  it("[H12] is in the API's document", () => {
    const { mounted, described } = mountedAndDescribed([download]);
    expect(described).toEqual(mounted);
    expect(mounted).toContain("GET /api/rooms/{roomId}/download/{file}");
    expect(mounted).toContain("GET /api/rooms/{roomId}/download");
  });

  it.each([
    ["main", "Python", "main.py"],
    ["main", "Plain Text", "main.txt"],
    ["src/lib.rs", "Python", "lib.rs"],
    ["..\\..\\secret", "Go", "secret.go"],
    ['a"b\n<c>', "C", "a_b__c_.c"],
    [".env", "Shell", ".env"],
    ["…/ ", "C", "_.c"],
    ["..", "C", "._"],
    ["nul.txt", "C", "_nul.txt"],
    ["می\u200cروم.txt", "C", "می\u200cروم.txt"],
    ["\u{1f469}\u200d\u{1f4bb}", "Python", "\u{1f469}\u200d\u{1f4bb}.py"],
    [`${"字".repeat(190)}.txt`, "C", `${"字".repeat(83)}.txt`],
    ["字".repeat(190), "Python", `${"字".repeat(84)}.py`],
  ] as const)("[H19] %j in %s is called %s", (name, language, expected) => {
    expect(downloadName(file(name), language)).toBe(expected);
  });

  it("[H19] no device of Windows is a file, whatever stands before or after its extension", () => {
    const digits = ["0", "1", "9", "\u00b9", "\u00b2", "\u00b3"];
    const devices = ["CON", "prn", "Aux", "NUL", "CONIN$", "conout$", "clock$"].concat(
      digits.flatMap((digit) => [`com${digit}`, `LPT${digit}`]),
    );
    for (const device of devices)
      for (const end of [".txt", " .txt", ".", ". .txt", ".tar.gz", " . .c", " "])
        expect(downloadName(file(device + end, { lineBreak: "\n" }), "C")).not.toMatch(DEVICE);
    for (const name of ["console.c", "com.c", "com10.c", "auxiliary .c", "a nul.c", "lpt\u2074.c", "nul_.c"])
      expect(downloadName(file(name), "C")).toBe(name);
  });

  it("[H19] a name that HTTP cannot say plainly is said in both ways", async () => {
    const { app } = appWithFiles([{ file: 1, name: 'a/é"\r\nX: y; b.txt', text: "" }]);
    await request(app)
      .get(`/api/rooms/${ROOM}/download/1`)
      .expect(
        "Content-Disposition",
        `attachment; filename="?___X_ y; b.txt"; filename*=UTF-8''%C3%A9___X_%20y%3B%20b.txt`,
      );
  });
});

describe("the download of all files", () => {
  it("[H50] is a .zip of those that are not deleted, each under its path with its own bytes", async () => {
    const made = appWithFiles(
      [
        { file: 1, name: "main", text: "print()\n" },
        { file: 2, name: "src/a.txt", text: "é\n", imported: { lineBreak: "\r" } },
        { file: 3, name: "src/deep/empty", text: "", imported: { lineBreak: "\n", byteOrderMark: true } },
        { file: 4, name: "gone.txt", text: "gone", deleted: { time: 1, participant: 1 } },
      ],
      "Ünder/way",
    );
    const answer = await bytesOf(`/api/rooms/${ROOM}/download`, made)
      .expect(200)
      .expect("Content-Type", "application/zip")
      .expect("Content-Disposition", `attachment; filename="?nder_way.zip"; filename*=UTF-8''%C3%9Cnder_way.zip`);
    expect(unzipped(answer.body)).toEqual({
      "main.py": "print()\n",
      "src/a.txt": "\u00c3\u00a9\r",
      "src/deep/empty": "\u00ef\u00bb\u00bf",
    });
  });

  it("[H50] HEAD says the same without a body, and an unknown room is 404", async () => {
    const { app, rooms } = appWithFiles([{ file: 1, name: "main", text: "x" }]);
    const answer = await request(app).head(`/api/rooms/${ROOM}/download`).expect(200);
    const label = roomLabel(rooms.get(ROOM)!.dateCreated);
    expect(answer.headers["content-disposition"]).toBe(`attachment; filename="${label}.zip"`);
    await request(app).head(`/api/rooms/${ROOM}/download/1`).expect(200).expect("Content-Length", "1");
    await request(app)
      .get(`/api/rooms/${NO_ROOM}/download`)
      .expect(404, /room_not_found/);
  });

  it("[H50] an archive never has the room's id in its name: whoever has that may write there", () => {
    expect(archiveName({ title: "", dateCreated: 3 })).toMatch(/^[A-Z][a-z]+ [a-z]+\.zip$/);
    expect(archiveName({ title: "Kata", dateCreated: 3 })).toBe("Kata.zip");
  });

  it("[H50] no name leads out of the folder, and none is there twice for any system", () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom("..", ".", "/", "\\", "a", "A", "a/", "CON", "a?", "a*", "C:", "..\\", "\u202e", "a.", "b/c"),
        fc.constantFrom("aux .c", "com\u00b2", "\u200d", "می\u200cروم", "\u{1f469}\u200d\u{1f4bb}", " "),
        fc.constantFrom("字".repeat(120), `${"é".repeat(99)}/`, "x".repeat(254), "\u{1f600}".repeat(70)),
        fc.string({ unit: "grapheme" }),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 12 }), (names) => {
        const paths = archivePaths(
          names.map((parts) => file(parts.join(""))),
          DEFAULT_LANGUAGE,
        );
        expect(paths).toHaveLength(names.length);
        const parts = paths.flatMap((path) => path.split("/"));
        // eslint-disable-next-line no-control-regex
        expect(parts.filter((part) => /^(|\.|\.\.|.*[. ]|.*[\\:*?"<>|\0-\x1f].*)$/s.test(part))).toEqual([]);
        expect(parts.filter((part) => Buffer.byteLength(part) > 255 || DEVICE.test(part))).toEqual([]);
        expect(paths.filter((path) => Buffer.byteLength(path) > 1_024)).toEqual([]);
        const seen = paths.map((path) => path.toLowerCase().replaceAll(/\u200c|\u200d|\ufe0f/g, ""));
        expect(new Set(seen).size).toBe(seen.length);
        for (const path of seen) expect(seen.filter((other) => other.startsWith(`${path}/`))).toEqual([]);
      }),
    );
  });

  it("[H50] names that only a system takes for the same get a number, and a folder stays one folder", () => {
    const paths = archivePaths(
      ["a?.py", "a*.py", "A_.py", "f", "f/x.c", "f/y.c"].map((name) => file(name)),
      "C",
    );
    expect(paths).toEqual(["a_.py", "a_ (2).py", "A_ (3).py", "f.c", "f/x.c", "f/y.c"]);
    expect(
      archivePaths(
        ["f", "f/x", "f/y"].map((name) => file(name, { lineBreak: "\n" })),
        "C",
      ),
    ).toEqual(["f", "f (2)/x", "f (2)/y"]);
    expect(archiveName({ title: "..", dateCreated: 3 })).toBe("._.zip");
  });

  it("[H50] names that are longer than disks take are shortened, and still differ; a folder stays one folder", () => {
    const folder = `${"字".repeat(100)}`;
    const long = ["\u{1f600}".repeat(100), "\u{1f600}".repeat(101)];
    const names = long.flatMap((one) => [`${one}.txt`, `${folder}/${one}.txt`]);
    const paths = archivePaths(
      names.map((name) => file(name)),
      "C",
    );
    const [cut, cutFolder] = ["\u{1f600}".repeat(62), "字".repeat(85)];
    expect(paths).toEqual([
      `${cut}.txt`,
      `${cutFolder}/${cut}.txt`,
      `${"\u{1f600}".repeat(61)} (2).txt`,
      `${cutFolder}/${"\u{1f600}".repeat(61)} (2).txt`,
    ]);
    expect(Buffer.byteLength(archiveName({ title: "\u{1f600}".repeat(80), dateCreated: 3 }))).toBe(252);
  });

  it("[H50] a path that is longer than disks take loses the folders that make it so", () => {
    const folders = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(120));
    const fits = [...folders.slice(0, 8), "a.c"].join("/");
    const [same, cut] = archivePaths([file(fits), file([...folders, "b.c"].join("/"))], "C");
    expect(same).toBe(fits);
    expect(cut).toBe([...folders.slice(0, 6), "b.c"].join("/"));
  });

  it("[H51] a file is read when the one before it has been taken, and none after the reader has gone", async () => {
    const reads: number[] = [];
    // what does not become smaller, and more than the buffers on the way can hold
    const noise = randomBytes(500_000);
    const files = Array.from({ length: 20 }, (_, index) => ({
      path: `f${index}`,
      read: async () => {
        reads.push(index);
        return noise;
      },
    }));
    const archive = archiveOf(files, new Date());
    await once(archive, "readable");
    archive.destroy();
    await once(archive, "close");
    expect(reads).toEqual([0]);
  });

  describe("on a socket", () => {
    let stop = async (): Promise<void> => {};
    afterEach(() => stop());

    /** Asks for the archive, and resolves with its head. */
    async function asks(port: number): Promise<IncomingMessage> {
      const asked = httpRequest({ port, path: `/api/rooms/${ROOM}/download` }).end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      return answer;
    }

    it("[H51] four are made at once for one address, the next is refused until one has ended, gone or not", async () => {
      let release = (): void => {};
      const text = () =>
        new Promise<string>((resolve) => {
          release = () => resolve("text");
        });
      const made = appWithFiles([{ file: 1, name: "main", text }]);
      const server = made.app.listen(0, "127.0.0.1");
      stop = async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      };
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const open = await Promise.all([1, 2, 3].map(() => asks(port)));
      const last = await asks(port);
      const refused = await asks(port);
      expect([...open, last].map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
      expect(refused).toMatchObject({ statusCode: 429 });
      expect(refused.headers["retry-after"]).toBe("3");
      release();
      last.resume();
      await once(last, "end");
      const again = await asks(port);
      expect(again.statusCode).toBe(200);
      expect(made.logged).toEqual([]);
    });
  });

  it("[H51] places are counted by address and in all", () => {
    const slots = new Slots(3, 2);
    const first = slots.take("a");
    slots.take("a");
    expect(() => slots.take("a")).toThrow("Too many at once");
    slots.take("b");
    expect(() => slots.take("c")).toThrow("Too many at once");
    first();
    first();
    slots.take("c");
    expect(() => slots.take("c")).toThrow("Too many at once");
  });

  /** Resolves when the server has done with an answer that has ended in the middle. */
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await settle();
  };

  it("[H51] [O9] a file that goes while the archive is made ends the answer in the middle, and nothing is written of it", async () => {
    const written = jest.spyOn(console, "error").mockImplementation(() => {});
    const { NODE_ENV: environment } = process.env;
    // in tests Express writes nothing anyway
    process.env.NODE_ENV = "production";
    const made = appWithFiles([
      { file: 1, name: "main", text: "there" },
      { file: 2, name: "gone", text: () => Promise.reject(new Refusal("room_not_found")) },
    ]);
    process.env.NODE_ENV = environment;
    await expect(bytesOf(`/api/rooms/${ROOM}/download`, made)).rejects.toThrow(/hang up|aborted/);
    await turns();
    expect(made.logged).toEqual([]);
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });

  it("[H51] [O9] a reader who takes longer than there is time is cut off, and nothing is written of it", async () => {
    const time = new AbortController();
    const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValue(time.signal);
    const text = () => {
      time.abort();
      return new Promise<string>(() => {});
    };
    const made = appWithFiles([{ file: 1, name: "main", text }]);
    await expect(bytesOf(`/api/rooms/${ROOM}/download`, made)).rejects.toThrow(/hang up|aborted/);
    await turns();
    expect(made.logged).toEqual([]);
    timeout.mockRestore();
  });

  it("[H51] a file that cannot be read ends the answer in the middle, and is logged", async () => {
    const text = () => Promise.reject(new Error("the store is away"));
    const made = appWithFiles([{ file: 1, name: "main", text }]);
    await expect(bytesOf(`/api/rooms/${ROOM}/download`, made)).rejects.toThrow(/hang up|aborted/);
    await turns();
    expect(made.logged.map(({ sentence }) => sentence)).toEqual(["a request failed"]);
  });
});
