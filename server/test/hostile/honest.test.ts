// Bounds that an honest client runs into without wanting: it waits, and loses nothing.
import { afterEach, describe, expect, it } from "@jest/globals";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { makingFiles } from "../makingFiles.ts";
import type { Person } from "../person.ts";

let server: TestServer;
const people: Person[] = [];

afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

async function enter(settings: Record<string, string>): Promise<Person> {
  server = await startTestServer(settings, new MemoryStore(), [makingFiles]);
  const { roomId, key } = await server.createRoom();
  const person = server.enter(roomId, { key });
  people.push(person);
  await person.settled();
  return person;
}

describe("an honest client", () => {
  it("[P49] that opens more files at once than it may, opens them all in time", async () => {
    const person = await enter({ LIMIT_MESSAGES_PER_SECOND: "10" });
    for (let count = 1; count <= 15; count++) person.session.sendFeature("make", `file ${count}`);
    await person.until(() => person.session.room?.files.length === 16);
    for (let file = 2; file <= 16; file++) person.session.openFile(file);
    await person.until(() => person.editors.size === 16);
    person.insert(0, "last", 16);
    await person.settled(16);
    expect(await server.rooms.text(person.session.room?.roomId ?? "", 16)).toBe("last");
  });

  it("[P50] that types faster than it may, is slowed down and loses nothing", async () => {
    const person = await enter({ LIMIT_PUSHES_PER_SECOND: "20", LIMIT_PUSH_BURST: "2" });
    for (let count = 0; count < 30; count++) {
      person.insert(person.text().length, `${count},`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await person.settled();
    const text = Array.from({ length: 30 }, (_, count) => `${count},`).join("");
    expect(await server.rooms.text(person.session.room?.roomId ?? "", 1)).toBe(text);
    expect(person.notices).toEqual([]);
  });
});
