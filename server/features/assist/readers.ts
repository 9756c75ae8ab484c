// Who is sent the words of a question and of its answer, which quote texts as they were when it was asked. Knows no log.
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import type { Asked } from "./assistLog.ts";

/** Shared questions of which it is known which tabs were there: as many as are kept with their texts. */
const MOST_QUESTIONS = 200;

export class Readers {
  readonly #room: FeatureRoom;
  /** by the ids of the newest questions: the tabs that were there when each was asked, whose text then they have seen */
  readonly #there = new Map<string, ReadonlySet<number>>();
  /** since when each tab that is here reads all, as it was when that was looked at last, in ms since 1970 */
  readonly #since = new Map<number, number>();

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  joined(reader: ReadingClient): void {
    this.#since.set(reader.client, this.#readsSince(reader));
  }

  left(client: number): void {
    this.#since.delete(client);
  }

  /** A question is being asked: whoever is here reads its answer, also where their connection drops meanwhile. */
  asked({ id, isShared }: Asked): void {
    if (!isShared) return;
    this.#there.set(id, new Set(this.#room.clients.map(({ client }) => client)));
    if (this.#there.size > MOST_QUESTIONS) this.#there.delete([...this.#there.keys()][0]!);
  }

  /** Those of them who read more than when that was looked at last. */
  widened(readers: readonly ReadingClient[]): readonly ReadingClient[] {
    return readers.filter((reader) => {
      const before = this.#since.get(reader.client);
      if (before === undefined) return false;
      const since = this.#readsSince(reader);
      this.#since.set(reader.client, since);
      return since < before;
    });
  }

  /** Of private ones whoever asked; of others all who see history, and all who were in the room by then. */
  mayRead(reader: ReadingClient, { id, isShared, participant, time }: Asked): boolean {
    if (participant === reader.participant) return true;
    return isShared && (this.#there.get(id)?.has(reader.client) === true || time >= this.#readsSince(reader));
  }

  /** Viewers have seen what was there while their tab was; whoever writes is sent what came while they were away (C1). */
  #readsSince(reader: ReadingClient): number {
    if (this.#room.seesHistory(reader)) return 0;
    const person = this.#room.person(reader.participant);
    return person !== undefined && person.role !== "viewer" ? person.dateJoined : Infinity;
  }
}
