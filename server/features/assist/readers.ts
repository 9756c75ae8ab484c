// Who is sent the words of a question and of its answer, which quote texts as they were when it was asked. Knows no log.
import type { Asker } from "../../rooms/people/rights.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { Asked } from "./assistLog.ts";

/** A tab, with whose it is and by which address it came. */
export type Reader = ConnectedClient & Asker;

export class Readers {
  readonly #room: FeatureRoom;
  /** when each tab that is here has come, in ms since 1970 */
  readonly #came = new Map<number, number>();

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  joined({ client }: ConnectedClient): void {
    this.#came.set(client, this.#room.now);
  }

  left({ client }: ConnectedClient): void {
    this.#came.delete(client);
  }

  /** Of private ones whoever asked; of others all who see history, and all who were in the room by then. */
  mayRead(reader: Reader, { isShared, participant, time }: Asked): boolean {
    if (participant === reader.participant) return true;
    return isShared && (this.#room.seesHistory(reader) || time >= this.#since(reader));
  }

  /** Viewers have seen what was there while their tab was; whoever writes is sent what came while they were away (C1). */
  #since({ client, participant }: Reader): number {
    const person = this.#room.accepted.participants.find((one) => one.participant === participant);
    const isWriter = person !== undefined && person.role !== "viewer";
    return (isWriter ? person.dateJoined : this.#came.get(client)) ?? Infinity;
  }
}
