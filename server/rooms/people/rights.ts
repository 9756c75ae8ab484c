// What each participant may do with what the room holds, as its own log says. Knows no connection and no text.
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { RoomLog } from "../log/roomLog.ts";
import type { People } from "./people.ts";

/** Somebody in the room, and by which of its addresses they ask. */
export interface Asker {
  readonly participant: number;
  readonly address: string;
}

/** What the room's features say of rights. */
interface FeatureRights {
  /** whether they may have a file open that the room does not list */
  mayOpen(file: number, participant: number): boolean;
  seesHistory(asker: Asker): boolean;
}

export class Rights {
  readonly #log: RoomLog;
  readonly #people: People;
  readonly #features: FeatureRights;
  /** nobody may write, owners neither, but in files that the room does not list */
  isFrozen = false;

  constructor(log: RoomLog, people: People, features: FeatureRights) {
    this.#log = log;
    this.#people = people;
    this.#features = features;
  }

  /** The room lists the file; one that it does not list is a feature's own. */
  isListed(number: number): boolean {
    return this.#log.durable.files.some(({ file, purged }) => file === number && !purged);
  }

  /** `file`: one of a feature's own stays its affair while the room is frozen. */
  mayWrite(participant: number, file?: number): boolean {
    const isFrozenHere = this.isFrozen && (file === undefined || this.isListed(file));
    return !isFrozenHere && this.#people.person(participant).role !== "viewer";
  }

  /** Whether they may be in the room: not who was removed, and while it is frozen owners alone. */
  mayRead(participant: number): boolean {
    const { role, removed } = this.#people.person(participant);
    return !removed && (!this.isFrozen || role === "owner");
  }

  /** Whether they may be sent what was in a text once, and not only what is in it now. Features say, and are asked each time. */
  seesHistory(asker: Asker): boolean {
    return this.mayRead(asker.participant) && this.#features.seesHistory(asker);
  }

  /**
   * What of the texts was made before this, in ms since 1970, a client is not sent: 0 where they see history, and Infinity for viewers who do
   * not. Whoever writes needs what came since their client came in first, to go on from there (C1); they might have been here and read it.
   */
  seesFrom(asker: Asker & ConnectedClient): number {
    if (this.seesHistory(asker)) return 0;
    if (this.#people.person(asker.participant).role === "viewer") return Infinity;
    const known = this.#log.accepted.clients.find(({ client }) => client === asker.client);
    return known?.since ?? Infinity;
  }

  /** What was deleted is history, and what was deleted for good is nothing. */
  mayOpen(number: number, asker: Asker): boolean {
    const file = this.#log.durable.files.find((one) => one.file === number);
    if (file?.purged) return false;
    return file ? !file.deleted || this.seesHistory(asker) : this.#features.mayOpen(number, asker.participant);
  }
}
