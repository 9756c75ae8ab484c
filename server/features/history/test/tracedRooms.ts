// Recorded editing as a real room, typed again through a server that keeps it on the disk, and what its history must be on the page. Knows no recording by name.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChangeSet, StateField, Text, Transaction } from "@codemirror/state";
import { expect } from "@jest/globals";
import { openEmbeddedStore } from "../../../store/embedded/embeddedStore.ts";
import { startTestServer, type TestServer } from "../../../test/harness.ts";
import { openSocketTo, Person } from "../../../test/person.ts";
import {
  changeOf,
  type ConcurrentTrace,
  Gate,
  type Precedence,
  readTrace,
  type SequentialTrace,
  type,
  typePart,
} from "../../../test/traces/trace.ts";
import history from "../index.ts";
import { blamed, expectPlays, historyOnPage } from "./page.ts";

/** Runs with a room on a server of its own, which takes what is typed at any rate. */
async function inRoom(run: (server: TestServer, roomId: string, key: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "companion-traced-"));
  const server = await startTestServer({ LIMIT_PUSHES_PER_SECOND: "0" }, await openEmbeddedStore(folder), [history]);
  try {
    const { roomId, key } = await server.createRoom();
    await run(server, roomId, key);
    expect(server.log.errors).toEqual([]);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** Whose each unit is of what somebody sees in their editor: "1" of what was typed in it, "0" of what came. */
const whose = StateField.define<Text>({
  create: () => Text.empty,
  update(before, transaction) {
    const mark = transaction.annotation(Transaction.remote) ? "0" : "1";
    const marks: { from: number; to: number; insert: string }[] = [];
    transaction.changes.iterChanges((from, to, _from, _to, inserted) =>
      marks.push({ from, to, insert: mark.repeat(inserted.length) }),
    );
    return ChangeSet.of(marks, before.length).apply(before);
  },
});

/** Two type at once what two have typed, the first so many transactions of it; blame has the author of every unit as each of them saw it come. */
export async function expectAuthors(name: string, transactions: number, precedence: Precedence): Promise<void> {
  const whole = readTrace<ConcurrentTrace>(`${name}.concurrent`);
  const trace = { ...whole, txns: whole.txns.slice(0, transactions) };
  await inRoom(async (server, roomId, key) => {
    const gates = [new Gate(), new Gate()];
    const people = gates.map(
      (gate) => new Person(roomId, gate.around(openSocketTo(server.socketUrl(roomId))), { extension: whose }),
    );
    const [first, second] = people as [Person, Person];
    await Promise.all(people.map((person) => person.settled()));
    await Promise.all(people.map((person, agent) => typePart(person, gates[agent]!, agent, trace, precedence)));
    await Promise.all(people.map((person) => person.settled()));
    const page = await historyOnPage(server, roomId, key);
    const file = page.file(1);
    await file.read();
    expect(file.version.peek()).toBe(trace.txns.length);
    const text = await file.text(file.version.peek());
    for (const person of people) {
      await person.until(() => person.text() === text);
      const marks = await blamed(file, (client) => (client === person.session.you?.client ? "1" : "0"));
      const seen = person.editor().state.field(whose).toString();
      expect([marks.length, [...marks].filter((mark, at) => mark !== seen[at]).length]).toEqual([text.length, 0]);
      expect(new Set(marks)).toEqual(new Set("01"));
    }
    page.close();
    first.leave();
    second.leave();
  });
}

/** One types what one has typed, the first so many transactions of it; what is played passes through the text of every so many versions. */
export async function expectRecorded(name: string, transactions: number, every: number): Promise<void> {
  const whole = readTrace<SequentialTrace>(`${name}.sequential`);
  const trace = { ...whole, txns: whole.txns.slice(0, transactions) };
  const hasStart = trace.startContent !== "";
  const before = hasStart ? 1 : 0;
  const texts = new Map([[before, trace.startContent]]);
  let text = Text.of(trace.startContent.split("\n"));
  for (const [index, transaction] of trace.txns.entries()) {
    text = changeOf(transaction, text.length).apply(text);
    const version = before + index + 1;
    if (version % every === 0 || index === trace.txns.length - 1) texts.set(version, text.toString());
  }
  if (trace.txns.length === whole.txns.length) expect(text.toString() === trace.endContent).toBe(true);
  await inRoom(async (server, roomId, key) => {
    const person = server.enter(roomId, { key });
    await person.settled();
    if (hasStart) person.insert(0, trace.startContent);
    await type(person, trace);
    await person.settled();
    const page = await historyOnPage(server, roomId, key);
    const file = page.file(1);
    await file.read();
    expect(file.version.peek()).toBe(before + trace.txns.length);
    await expectPlays(file, texts);
    page.close();
    person.leave();
  });
}
