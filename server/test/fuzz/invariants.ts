// What must hold of a room under a schedule, whatever happens to it. Knows no step of a schedule.
import { ChangeSet, Text } from "@codemirror/state";
import { ERRORS } from "../../protocol/errors.ts";
import type { Role, RoomDetails } from "../../protocol/events.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import { readUpdates, type UpdateJSON } from "../../protocol/updates.ts";
import { readRoom } from "../../rooms/log/reading.ts";
import type { Secrets } from "../../rooms/ports.ts";
import { type MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import type { Person } from "../person.ts";

export const ROOM = "room-of-the-sim";
const FILE = { roomId: ROOM, file: 1 };

/** Refusals that honest clients get when connections and servers die under them. */
const EXPECTED_ERRORS = new Set([
  "room_reset",
  "store_unavailable",
  "superseded",
  "version_too_old",
  "seq_gap",
  "hello_timeout",
]);
/** With what words a client gives back what somebody has typed who may not edit any more, and what they typed until the text was there. */
const GIVEN_BACK: readonly string[] = [ERRORS.read_only.sentence, "These edits could not be placed."];
/** What the server says of the store's simulated trouble. */
const EXPECTED_LOG = new Set(["append failed", "a room was dropped from memory"]);

/** What a client has typed, by its own account: the inserted text of each of its changes, in order. */
interface Authored {
  readonly inserted: string[];
  /** … and what of it was given back to them, who might not edit any more */
  readonly givenBack: string[];
  /** so many of them must be in the log in the end: all, or what was kept when the tab was killed */
  mustHave: number;
}

/** Whoever is told something by a node: in which step that node told anybody of each version first. */
interface Listener {
  role(): Role | undefined;
  readonly shownIn: Map<number, number>;
  readonly step: number;
}

/** Collects what does not hold, and says so in the end. */
export class Invariants {
  readonly #disk: MemoryDisk;
  readonly #secrets: Secrets;
  readonly #refusals: readonly string[];
  readonly #authored = new Map<string, Authored>();
  readonly #problems: string[] = [];

  /** `refusals`: codes with which honest people are refused besides; with read_only among them what they type may be given back to them. */
  constructor(disk: MemoryDisk, secrets: Secrets, refusals: readonly string[] = []) {
    this.#disk = disk;
    this.#secrets = secrets;
    this.#refusals = refusals;
  }

  problem(sentence: string): void {
    this.#problems.push(sentence);
  }

  /** A new client, which has typed nothing yet. */
  author(client: string): Authored {
    const authored: Authored = { inserted: [], givenBack: [], mustHave: Infinity };
    this.#authored.set(client, authored);
    return authored;
  }

  authored(client: string): Authored {
    return this.#authored.get(client)!;
  }

  /** [I4] Nothing is told to anybody before it is on the disk. */
  told(message: ServerMessage, listener: Listener): void {
    const head = this.#head();
    this.#checkHistory(message, listener);
    if (message.type === "updates" && message.version + message.updates.length > head)
      this.#problems.push(`I4: version ${message.version + message.updates.length} was shown, ${head} is stored`);
    if (message.type === "file" && (message.head > head || message.version > head))
      this.#problems.push(`I4: a text of version ${message.version} was shown, ${head} is stored`);
    if (message.type === "file" && message.text !== undefined) {
      const text = this.#replay(this.#readLog().slice(0, message.version)).toString();
      if (message.text !== text)
        this.#problems.push(`I7: the text of version ${message.version} is not what its log makes`);
    }
    const isExpected = (code: string): boolean => EXPECTED_ERRORS.has(code) || this.#refusals.includes(code);
    if (message.type === "error" && !isExpected(message.code)) this.#problems.push(`the server says ${message.code}`);
  }

  /** [P86] Nothing but what is typed just now tells a viewer what is not in the newest text. */
  #checkHistory(message: ServerMessage, { role, shownIn, step }: Listener): void {
    if (message.type !== "file" && message.type !== "updates") return;
    const isViewer = role() === "viewer";
    if (message.type === "updates") {
      for (let at = message.version; at < message.version + message.updates.length; at++) {
        if (!shownIn.has(at)) shownIn.set(at, step);
        if (isViewer && shownIn.get(at) !== step) this.#problems.push(`P86: a viewer is told what was typed at ${at}`);
      }
      return;
    }
    const log = this.#readLog();
    const newest = this.#replay(log.slice(0, message.head)).toString();
    if (message.change) {
      const before = this.#replay(log.slice(0, message.version));
      if (ChangeSet.fromJSON(message.change).apply(before).toString() !== newest)
        this.#problems.push(`P86: the change from ${message.version} to ${message.head} does not lead there`);
    }
    if (!isViewer) return;
    if (message.text !== undefined && message.version !== message.head)
      this.#problems.push(`P86: a viewer is told the text of ${message.version}`);
    for (const [word] of JSON.stringify([message.text, message.change]).matchAll(/<\w+>/g))
      if (!newest.includes(word)) this.#problems.push(`P86: a viewer is told ${word}, which was deleted`);
  }

  /** [C4] A client has one connection that is listened to: these are the clients of all that one node listens to. */
  heard(clients: readonly string[]): void {
    if (new Set(clients).size < clients.length) this.#problems.push("C4: two connections of one client are open");
  }

  #head(): number {
    const last = this.#disk.rooms.get(ROOM)?.commits.get(1)?.at(-1);
    return last ? last.from + last.count : 0;
  }

  /** The version after the last update of somebody's: nobody is shown the entry of a server that took over late (C11) before the next. */
  lastSaid(): number {
    return this.#readLog().findLastIndex(([client]) => client !== 0) + 1;
  }

  collect(tab: Person): void {
    for (const notice of tab.notices)
      if (notice.type === "refused" && this.mayGiveBack(notice.message))
        this.authored(tab.identity.client).givenBack.push(notice.text);
      else if (notice.type === "diverged" || notice.type === "refused")
        this.#problems.push(`a person was told: ${notice.type}`);
  }

  mayGiveBack(message: string): boolean {
    return GIVEN_BACK.includes(message) && this.#refusals.includes("read_only");
  }

  /** Throws when one does not hold once all is said and done: `room` and `text` as a server that starts anew reads them. */
  async inTheEnd(
    tabs: readonly Person[],
    room: RoomDetails,
    text: string,
    logged: readonly { readonly sentence: string }[],
  ): Promise<void> {
    for (const tab of tabs) this.collect(tab);
    const updates = this.#readLog();
    if (this.#replay(updates).toString() !== text)
      this.#problems.push("I7: the room read from the store differs from the replay of its log");
    for (const tab of tabs) {
      if (tab.text() !== text)
        this.#problems.push(
          `I5: ${tab.identity.client} shows ${JSON.stringify(tab.text())}, not ${JSON.stringify(text)}`,
        );
      if (JSON.stringify(tab.session.room?.files) !== JSON.stringify(room.files))
        this.#problems.push(`I8: ${tab.identity.client} knows other files than the room has`);
    }
    await this.#checkAuthors(updates);
    const ours = logged.filter(({ sentence }) => !EXPECTED_LOG.has(sentence));
    if (ours.length > 0) this.#problems.push(`logged: ${JSON.stringify(ours)}`);
    if (this.#problems.length > 0) throw new Error(this.#problems.join("\n"));
  }

  /** [I1] One entry for each version, without a gap. */
  #readLog(): UpdateJSON[] {
    const commits = this.#disk.rooms.get(FILE.roomId)?.commits.get(FILE.file) ?? [];
    return commits.flatMap(({ from, count, entries }, index) => {
      const updates = readUpdates(entries);
      const before = commits[index - 1];
      if (from !== (before ? before.from + before.count : 0) || updates.length !== count)
        this.#problems.push(`I1: the log has a gap or a wrong count at ${from}`);
      return updates;
    });
  }

  #replay(updates: readonly UpdateJSON[]): Text {
    return updates.reduce((text, [, , , change]) => ChangeSet.fromJSON(change).apply(text), Text.of([""]));
  }

  /** [I2, I3, I6] Each client's changes are in the log once, in its order, with the text that it typed, and none is missing. */
  async #checkAuthors(updates: readonly UpdateJSON[]): Promise<void> {
    const { clients } = (await readRoom(new MemoryStore(this.#disk), ROOM))!;
    for (const [id, { inserted, givenBack, mustHave }] of this.#authored) {
      const number = clients.find((client) => client.idHash === this.#secrets.hash(id))?.client;
      const own = updates.filter(([client]) => client === number);
      own.forEach(([, seq, , change], index) => {
        if (seq !== index + 1) this.#problems.push(`I2: ${id} has seq ${seq} where ${index + 1} belongs`);
        const text = insertedBy(ChangeSet.fromJSON(change));
        if (givenBack.length === 0 && text !== inserted[index])
          this.#problems.push(
            `I6: ${id} typed ${JSON.stringify(inserted[index])}, the log has ${JSON.stringify(text)}`,
          );
      });
      if (givenBack.length > 0) {
        this.#checkGivenBack(id, own);
        continue;
      }
      const least = Math.min(mustHave, inserted.length);
      if (own.length < least)
        this.#problems.push(`I3: ${id} has ${own.length} changes in the log, ${least} must be there`);
      if (own.length > inserted.length) this.#problems.push(`I6: ${id} has more changes in the log than it made`);
    }
  }

  /** [K17] What they typed is in the log, in their order, or was given back to them, unless their tab went before that was kept. */
  #checkGivenBack(id: string, own: readonly UpdateJSON[]): void {
    const { inserted, givenBack, mustHave } = this.#authored.get(id)!;
    const logged = own.map(([, , , change]) => insertedBy(ChangeSet.fromJSON(change)));
    let at = 0;
    for (const text of logged) {
      at = inserted.indexOf(text, at) + 1;
      if (at === 0) this.#problems.push(`I6: ${id} has ${JSON.stringify(text)} in the log, which it did not type then`);
    }
    const isLost = (text: string): boolean => !logged.includes(text) && !givenBack.some((back) => back.includes(text));
    if (mustHave === Infinity && inserted.some(isLost)) this.#problems.push(`I3: what ${id} typed is lost`);
  }
}

export function insertedBy(change: ChangeSet): string {
  let text = "";
  change.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (text += inserted.toString()), true);
  return text;
}
