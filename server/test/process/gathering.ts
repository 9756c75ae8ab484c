// People in one room of a server process, and what must hold of them whatever has happened to it. Knows no trouble by name.
import { expect } from "@jest/globals";
import { syncedVersion } from "../../../client/sync/fileSync.ts";
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { Person, type PersonOptions } from "../person.ts";
import { Ledger, NO_FAULTS } from "./ledger.ts";
import { oneOf, type Random } from "./seededRandom.ts";
import { ServerProcess } from "./serverProcess.ts";
import { outOfSequence, readLog, replay } from "./storedLog.ts";
import { Witness } from "./witness.ts";

/** Somebody types about so often. */
const KEYSTROKE_EVERY_MS = 8;

export class Gathering {
  readonly server: ServerProcess;
  readonly roomId: string;
  readonly witness = new Witness();
  readonly ledger = new Ledger();
  readonly people: Person[] = [];
  readonly #open: OpenSocket;
  #typing: NodeJS.Timeout | undefined;

  /** `open`: the way to the room where it is not the straight one. */
  constructor(server: ServerProcess, roomId: string, open: OpenSocket = server.open(roomId)) {
    this.server = server;
    this.roomId = roomId;
    this.#open = open;
  }

  /** In a new room of a server of its own, which takes pushes at any rate; `end` ends both. */
  static async onOwnServer(settings: Readonly<Record<string, string>> = {}): Promise<Gathering> {
    const server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0", ...settings });
    await server.start();
    const { roomId } = await server.createRoom();
    return new Gathering(server, roomId);
  }

  enter(options: PersonOptions = {}, around: (open: OpenSocket) => OpenSocket = (open) => open): Person {
    const name = `Guest ${this.people.length}`;
    const person = new Person(this.roomId, around(this.witness.watch(this.#open)), { name, ...options });
    this.people.push(person);
    return person;
  }

  /** The person goes for good, as when a page is closed; what was not confirmed may be lost. */
  leaves(person: Person): void {
    this.people.splice(this.people.indexOf(person), 1);
    this.ledger.leaves(person);
  }

  /** From now on one or other of those who have the text types, at random places. */
  startTyping(random: Random): void {
    this.#typing = setInterval(() => {
      const person = oneOf(random, this.people);
      if (person.editors.has(1)) this.ledger.edit(person, random);
    }, KEYSTROKE_EVERY_MS);
  }

  stopTyping(): void {
    clearInterval(this.#typing);
  }

  /** What a page does when its person comes back to it. */
  wake(): void {
    for (const { session } of this.people) session.retryNow();
  }

  /** Resolves when everybody has everything. */
  async settled(): Promise<void> {
    await Promise.all(this.people.map((person) => person.settled()));
    const versions = this.people.map((person) => syncedVersion(person.editor().state));
    const head = Math.max(...versions);
    await Promise.all(this.people.map((person) => person.until(() => syncedVersion(person.editor().state) >= head)));
  }

  /** Everybody shows what was typed, each character once, and nobody was told of trouble. Resolves to the text. */
  async agreed(): Promise<string> {
    await this.settled();
    const text = this.people[0]?.text() ?? "";
    for (const person of this.people) expect(person.text()).toBe(text);
    expect(this.ledger.faults(text)).toEqual(NO_FAULTS);
    for (const { notices } of this.people)
      expect(notices.filter(({ type }) => type === "refused" || type === "diverged" || type === "said")).toEqual([]);
    return text;
  }

  /** The log that the store has makes this text, and whatever anybody was shown at any time stands at that place of it. */
  async verifyLog(text: string): Promise<void> {
    const log = await readLog(this.server.place, this.roomId);
    expect(outOfSequence(log)).toEqual([]);
    expect(this.witness.contradictions).toEqual([]);
    const shown = [...this.witness.updates];
    expect(shown.filter(([version, update]) => JSON.stringify(log[version]) !== update)).toEqual([]);
    const texts = replay(log);
    for (const [version, given] of this.witness.texts) expect(texts[version]?.toString()).toBe(given);
    expect(texts.at(-1)?.toString()).toBe(text);
  }

  /** Everybody agrees, and so do the server and, after its graceful stop, the log. */
  async verify(): Promise<void> {
    const text = await this.agreed();
    expect(await this.server.textOf(this.roomId)).toBe(text);
    this.leave();
    expect(await this.server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
    expect(this.server.errors).toEqual([]);
    await this.verifyLog(text);
  }

  /** Everybody goes; nothing of the gathering goes on. */
  leave(): void {
    this.stopTyping();
    for (const person of this.people.splice(0)) person.leave();
  }

  /** Everybody goes, and the server with all that it has stored. */
  async end(): Promise<void> {
    this.leave();
    await this.server.dispose();
  }
}
