// What each participant may do with what the room holds, as its own log says. Knows no connection and no text.
import type { RoomLog } from "../log/roomLog.ts";
import type { People } from "./people.ts";

export class Rights {
  readonly #log: RoomLog;
  readonly #people: People;
  readonly #mayOpenUnlisted: (file: number, participant: number) => boolean;
  /** nobody may write, owners neither, but in files that the room does not list */
  isFrozen = false;

  /** `mayOpenUnlisted`: whether they may have a file open that the room does not list. */
  constructor(log: RoomLog, people: People, mayOpenUnlisted: (file: number, participant: number) => boolean) {
    this.#log = log;
    this.#people = people;
    this.#mayOpenUnlisted = mayOpenUnlisted;
  }

  /** The room lists the file; one that it does not list is a feature's own. */
  isListed(number: number): boolean {
    return this.#log.durable.files.some(({ file, purged }) => file === number && !purged);
  }

  /** `file`: one of a feature's own stays its affair while the room is frozen. */
  mayWrite(participant: number, file?: number): boolean {
    const isHeld = this.isFrozen && (file === undefined || this.isListed(file));
    return !isHeld && this.#people.person(participant).role !== "viewer";
  }

  /** Whether they may be in the room: not who was removed, and while it is frozen owners alone. */
  mayRead(participant: number): boolean {
    const { role, removed } = this.#people.person(participant);
    return !removed && (!this.isFrozen || role === "owner");
  }

  /** Whether they may be sent what was in a text once, and not only what is in it now. */
  seesHistory(participant: number): boolean {
    return this.#people.person(participant).role !== "viewer";
  }

  /** What was deleted is history, and what was deleted for good is nothing. */
  mayOpen(number: number, participant: number): boolean {
    const file = this.#log.durable.files.find((one) => one.file === number);
    if (file?.purged) return false;
    return file ? !file.deleted || this.seesHistory(participant) : this.#mayOpenUnlisted(number, participant);
  }
}
