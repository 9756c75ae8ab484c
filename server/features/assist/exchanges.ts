// The questions of a room with all that becomes of them: their log, those that are being answered, private ones, what they propose. Knows no setting of the room.
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { AssistLog } from "./assistLog.ts";
import type { ServerAssistMessage } from "./messages.ts";
import { NotDone } from "./notDone.ts";
import { SENTENCES } from "./outcomes.ts";
import { OwnAnswers } from "./ownAnswers.ts";
import { Proposals } from "./proposals.ts";
import { type Assistant, type AskRules, Questions } from "./questions.ts";
import { Readers } from "./readers.ts";
import { PersonTurns, RoomTurns } from "./turns.ts";

export class Exchanges {
  readonly log: AssistLog;
  readonly questions: Questions;
  readonly proposals: Proposals;
  readonly #room: FeatureRoom;
  readonly #own = new OwnAnswers();
  readonly #readers: Readers;

  /** `answered`: an answer is over, and what it took is counted. */
  constructor(room: FeatureRoom, assistant: Assistant, rules: AskRules, answered: () => void) {
    this.#room = room;
    this.#readers = new Readers(room);
    // those who came before anybody asked anything
    for (const reader of room.clients) this.#readers.joined(reader);
    this.log = new AssistLog(room, this.#readers, {
      opened: () => this.#endOld(),
      told: (entry) => {
        if (entry.type === "asked") this.questions.begin(entry.id);
        if (entry.type === "answered") void this.questions.settled.then(answered);
      },
    });
    const about = {
      ...rules,
      readers: this.#readers,
      turns: new PersonTurns(),
      placing: new RoomTurns(assistant.turns),
    };
    this.questions = new Questions(room, this.log, this.#own, assistant, about);
    this.proposals = new Proposals(room, this.log, this.#own, about);
  }

  joined(reader: ReadingClient): void {
    this.#readers.joined(reader);
    this.log.joined(reader.client);
    this.#send(reader.client, { type: "own", isAll: true, entries: this.#own.entriesOf(reader.participant) });
    this.questions.tellComing(reader);
  }

  left(client: number): void {
    this.#readers.left(client);
    this.log.left(client);
    // they may have been sent away
    this.questions.look();
  }

  /** What was asked before they came, too, is told in full to those of the clients that may read it from now on. */
  rightsChanged(readers: readonly ReadingClient[]): void {
    for (const { client } of this.#readers.widened(readers)) this.log.readAnew(client);
  }

  purged(): void {
    this.questions.purged();
    this.log.purged();
    const askers = this.#own.purged(new PurgedFiles(this.#room.details.files));
    for (const { client, participant } of this.#room.clients)
      if (askers.has(participant)) this.#send(client, { type: "own", entries: this.#own.entriesOf(participant) });
  }

  /** Whoever was completed what they type has taken it. Throws NotDone. */
  taken(participant: number, id: string): void {
    const exchange = this.#own.get(id, participant);
    if (exchange?.asked.mode !== "complete" || exchange.decided.size > 0) throw new NotDone("unknownAnswer");
    if (!this.#room.mayWrite(participant)) throw new NotDone("mayNotWrite");
    // what is taken is taken once
    exchange.decided.set(0, "accepted");
    this.#room.count("accepted");
    this.log.append({ type: "taken", id, participant, time: this.#room.now });
  }

  /**
   * Those that had no end when the room left memory: what they took is not known, so all counts that they could. Whoever watches the server was
   * told of their end by the process that asked them.
   */
  #endOld(): void {
    for (const { id, reserved } of this.log.unanswered)
      this.log.append({
        type: "answered",
        id,
        time: this.#room.now,
        ended: "failed",
        code: "serverStopped",
        sentence: SENTENCES.serverStopped,
        tokens: { in: reserved, out: 0, isEstimated: true },
        ms: 0,
      });
  }

  #send(client: number, message: ServerAssistMessage): void {
    this.#room.send(client, message);
  }
}
