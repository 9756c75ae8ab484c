// Every kind of text through two people, the server and its store; and what is too much of it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { openEmbeddedStore } from "../../store/embedded/embeddedStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import type { Person } from "../person.ts";

let server: TestServer;
const people: Person[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

function enter(...options: Parameters<TestServer["enter"]>): Person {
  const person = server.enter(...options);
  people.push(person);
  return person;
}

async function two(settings: Record<string, string> = {}) {
  server = await startTestServer(settings);
  const { roomId, key } = await server.createRoom();
  const [olga, ben] = [enter(roomId, { key }), enter(roomId, { name: "Ben" })];
  await Promise.all([olga.settled(), ben.settled()]);
  return { roomId, olga, ben };
}

/** What a paste does: the editor splits the text into lines. */
const paste = (person: Person, at: number, text: string): void =>
  person.update({ changes: { from: at, insert: person.editor().state.toText(text) } });

/** Nothing is on its way, and both have this text, which is the server's. */
async function expectBoth(roomId: string, [one, other]: readonly [Person, Person], text: string): Promise<void> {
  await Promise.all([one.settled(), other.settled()]);
  for (const person of [one, other]) await person.until(() => person.text() === text);
  expect(await server.rooms.text(roomId, 1)).toBe(text);
}

const TEXTS = {
  emoji: "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{1f3fd}\u{1f1e8}\u{1f1ed} \u{1f600}",
  "combining marks": "e\u0301\u0323\u0316 Z\u0351\u036b\u0343 \u0915\u094d\u0937",
  "right-to-left": "\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
  "lone surrogates": "\ud83d a \ude00 \udfff\ud800",
  "control characters": "\0\u0001\u001b[31m\u007f\u0085",
  "separators that break no line": "a\u2028b\u2029c\u000bd\u000ce",
  "byte order marks and joiners": "\ufeffx\u200b\u200c\u2060",
  markup: `</script><img src=x onerror="alert(1)"> & &amp; \${7*7} {{7*7}} \\u0041 %s`,
};

describe("text through two people", () => {
  it.each(Object.entries(TEXTS))("[C7] [P1] %s", async (_, text) => {
    const { roomId, olga, ben } = await two();
    olga.insert(0, text);
    await expectBoth(roomId, [olga, ben], text);
    paste(ben, text.length, text);
    await expectBoth(roomId, [olga, ben], text + text);
    // In the middle of whatever stands there, be it a pair.
    ben.insert(1, text);
    await expectBoth(roomId, [olga, ben], text.slice(0, 1) + text + text.slice(1) + text);
  });

  it("[C7] a pair that two people type half of each becomes one, and falls apart again", async () => {
    const { roomId, olga, ben } = await two();
    olga.insert(0, "\ud83d");
    await expectBoth(roomId, [olga, ben], "\ud83d");
    ben.insert(1, "\ude00");
    await expectBoth(roomId, [olga, ben], "\u{1f600}");
    olga.update({ changes: { from: 0, to: 1 } });
    await expectBoth(roomId, [olga, ben], "\ude00");
  });

  it("[C7] CR LF, CR and LF each break a line, and count one", async () => {
    const { roomId, olga, ben } = await two();
    paste(olga, 0, "a\r\nb\rc\nd\r\r\n\n");
    expect(olga.editor().state.doc.lines).toBe(7);
    await expectBoth(roomId, [olga, ben], "a\nb\nc\nd\n\n\n");
    paste(ben, 12 - 2, "\r");
    await expectBoth(roomId, [olga, ben], "a\nb\nc\nd\n\n\n\n");
    expect(ben.editor().state.doc.length).toBe(11);
  });

  it("[C7] [C10] all of it is the same after a restart, and the log begins as it began", async () => {
    const folder = await mkdtemp(join(tmpdir(), "unicode-"));
    try {
      let store = await openEmbeddedStore(folder);
      server = await startTestServer({}, store);
      const { roomId, key } = await server.createRoom();
      const before = enter(roomId, { key });
      await before.settled();
      for (const text of Object.values(TEXTS)) {
        before.insert(1 % (before.text().length + 1), text);
        await before.settled();
      }
      const text = before.text();
      const stream = { roomId, file: 1 };
      const written = async (): Promise<string> =>
        (await store.read(stream, 0, Infinity)).map(({ entries }) => entries.slice(1, -1)).join();
      const log = await written();
      before.leave();
      await server.stop();

      store = await openEmbeddedStore(folder);
      server = await startTestServer({}, store);
      const after = enter(roomId, { key });
      await after.settled();
      expect(after.text()).toBe(text);
      // An old text put back is a new update.
      after.update({ changes: { from: 0, to: text.length, insert: "" } });
      after.undo();
      await after.settled();
      expect(after.text()).toBe(text);
      expect((await written()).length).toBeGreaterThan(log.length);
      expect((await written()).slice(0, log.length)).toBe(log);
    } finally {
      for (const person of people.splice(0)) person.leave();
      await server.stop();
      await rm(folder, { recursive: true });
      server = await startTestServer();
    }
  });
});

const lines = (characters: number, unit = "x"): string => {
  const line = unit.repeat(99);
  return Array.from({ length: characters / 100 }, () => `${line}\n`).join("");
};

describe("much text", () => {
  it.each([
    ["600 kB", lines(600_000)],
    ["as much as one push may hold", lines(DEFAULT_LIMITS.pushCharacters)],
    ["more than one push may hold", lines(DEFAULT_LIMITS.pushCharacters + 100)],
    ["more than one frame may hold, though few characters", lines(900_000, "\u0001")],
    ["600,000 characters of three bytes each", lines(600_000, "\u5b57")],
    ["a line as long as a line may be", "x".repeat(DEFAULT_LIMITS.lineCharacters)],
    ["300,000 empty lines", "\n".repeat(300_000)],
  ])("[P26] [P1] a paste of %s works", async (_, text) => {
    const { roomId, olga, ben } = await two();
    paste(olga, 0, text);
    await expectBoth(roomId, [olga, ben], text);
    for (const { notices } of [olga, ben]) expect(notices.filter(({ type }) => type !== "joined")).toEqual([]);
  });

  it("[P26] a line of 1 MB is refused with a sentence, its typist gets it back, and nobody else notices", async () => {
    const { roomId, olga, ben } = await two();
    const text = "x".repeat(1_000_000);
    olga.insert(0, "before ");
    await expectBoth(roomId, [olga, ben], "before ");
    paste(olga, 7, text);
    await olga.until(() => olga.notices.some(({ type }) => type === "refused"));
    expect(olga.notices.filter(({ type }) => type !== "joined")).toEqual([
      { type: "refused", file: 1, message: expect.stringContaining("The line would become too long"), text },
    ]);
    await expectBoth(roomId, [olga, ben], "before ");
    olga.insert(7, "and after");
    ben.insert(0, "> ");
    await expectBoth(roomId, [olga, ben], "> before and after");
    expect(ben.notices.filter(({ type }) => type !== "joined")).toEqual([]);
  });

  it("[P26] what two people together have made too large can be made smaller", async () => {
    const { roomId, olga, ben } = await two({ LIMIT_DOCUMENT_CHARACTERS: "100", LIMIT_LINE_CHARACTERS: "60" });
    for (const person of [olga, ben, olga]) {
      person.insert(person.text().length, `${"x".repeat(59)}\n`);
      await expectBoth(roomId, [olga, ben], person.text());
    }
    expect(olga.text()).toHaveLength(180);
    ben.insert(0, `${"y".repeat(30)}\n`);
    await ben.until(() => ben.notices.some(({ type }) => type === "refused"));
    await ben.until(() => ben.text().length === 180);
    ben.update({ changes: { from: 0, to: 60 } });
    await expectBoth(roomId, [olga, ben], olga.text().slice(60));
    ben.insert(0, "small again\n");
    await expectBoth(roomId, [olga, ben], `small again\n${olga.text().slice(-120)}`);
  });
});
