// What becomes of the changes that answers propose: where they would go now, and that somebody has them put in, or not. Knows no provider.
import { ChangeSet } from "@codemirror/state";
import type { ChangeJSON } from "../../protocol/changes.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import type { AssistLog, Exchange } from "./assistLog.ts";
import { changesSince, fromStore, pathOf } from "./context.ts";
import { type Placed, placed } from "./matching.ts";
import type { Block, Guardrail, Said, ServerAssistMessage, ShownEntry } from "./messages.ts";
import { NotDone } from "./notDone.ts";
import type { OwnAnswers } from "./ownAnswers.ts";
import { mayPropose } from "./prompt.ts";
import type { Readers } from "./readers.ts";
import type { PersonTurns, RoomTurns } from "./turns.ts";

/** The feature's name, which its robot bears. */
export const NAME = "assist";
/** As which everybody sees the assistant. */
export const ROBOT = { name: "Assistant", role: "editor" } as const;

type Proposal = Extract<Block, { changes: ChangeJSON }>;
type Place = Pick<Proposal, "file" | "version" | "changes">;
type Change = Placed & { readonly version: number };

/** What of the room decides whether a change may be put in. */
interface ProposalRoom {
  readonly turns: PersonTurns;
  /** of all that has to look where proposals go by now */
  readonly placing: RoomTurns;
  readonly readers: Readers;
  readonly guardrail: () => Guardrail;
}

export class Proposals {
  readonly #room: FeatureRoom;
  readonly #log: AssistLog;
  readonly #own: OwnAnswers;
  readonly #about: ProposalRoom;
  /** blocks that are being put in */
  readonly #accepting = new Set<string>();

  constructor(room: FeatureRoom, log: AssistLog, own: OwnAnswers, about: ProposalRoom) {
    this.#room = room;
    this.#log = log;
    this.#own = own;
    this.#about = about;
  }

  /** Tells the client where the block would go now. Rejects with NotDone or a Refusal. */
  look(reader: ReadingClient, message: Said<"look">): Promise<void> {
    return this.#about.turns.do(reader.participant, () => this.#look(reader, message));
  }

  async #look(reader: ReadingClient, { id, block }: Said<"look">): Promise<void> {
    const { proposal, exchange } = this.#proposed(reader, id, block);
    this.#assertMayWrite(reader.participant);
    this.#assertAllowed(exchange);
    this.#tell(reader.client, id, proposal, await this.#place(proposal));
  }

  #tell(client: number, id: string, { block, file }: Proposal, { changes, version, isChanged }: Change): void {
    const json = changes.toJSON() as ChangeJSON;
    const told: ServerAssistMessage = { type: "placed", id, block, file, version, changes: json, isChanged };
    this.#room.send(client, told);
  }

  /**
   * Puts the block into its file, on behalf of who accepts it: one after the other of each person, for whom the robot is one. Rejects with
   * NotDone or a Refusal.
   */
  accept(reader: ReadingClient, message: Said<"accept">): Promise<void> {
    return this.#about.turns.do(reader.participant, () => this.#accept(reader, message));
  }

  async #accept(reader: ReadingClient, message: Said<"accept">): Promise<void> {
    const { client, participant } = reader;
    const { id, block } = message;
    const { proposal, exchange } = this.#proposed(reader, id, block);
    this.#assertUndecided(participant, id, block, exchange);
    this.#assertAllowed(exchange);
    const key = `${id} ${block}`;
    this.#accepting.add(key);
    try {
      const robot = await this.#room.enter({ ...ROBOT, behalf: participant });
      try {
        await robot.open(proposal.file);
        const version = await robot.editAt(proposal.file, async () => {
          const seen = await this.#place(proposal, message.version);
          const then = { file: proposal.file, version: seen.version, changes: seen.changes.toJSON() as ChangeJSON };
          const now = await this.#place(then);
          // it may be another room by now
          this.#assertAllowed(exchange);
          const isSeen = !now.isChanged && (message.isChangeSeen || !seen.isChanged);
          if (isSeen) return now;
          this.#tell(client, id, proposal, { ...now, isChanged: true });
          throw new NotDone("changed");
        });
        if (version === undefined) throw new NotDone("notPlaced");
        this.#decide(exchange, {
          type: "accepted",
          id,
          block,
          participant,
          time: this.#room.now,
          file: proposal.file,
          client: robot.client,
          version,
        });
        this.#room.count("accepted");
      } finally {
        robot.leave();
      }
    } catch (error) {
      if (error instanceof Refusal && error.code !== "room_reset")
        throw new NotDone("notTaken", { sentence: error.message, retryAfterMs: error.retryAfterMs });
      throw error;
    } finally {
      this.#accepting.delete(key);
    }
  }

  /** Throws NotDone. */
  refuse(reader: ReadingClient, { id, block }: Said<"refuse">): void {
    const { participant } = reader;
    const { exchange } = this.#proposed(reader, id, block);
    this.#assertUndecided(participant, id, block, exchange);
    this.#decide(exchange, { type: "refusedBlock", id, block, participant, time: this.#room.now });
    this.#room.count("refused");
  }

  /** Private or not, everybody may know that something was accepted. */
  #decide({ asked, decided }: Exchange, entry: Extract<ShownEntry, { type: "accepted" | "refusedBlock" }>): void {
    const decision = entry.type === "accepted" ? "accepted" : "refused";
    decided.set(entry.block, decision);
    if (!asked.isShared) this.#own.decided(entry.id, entry.block, decision);
    this.#log.append(entry);
  }

  #proposed(reader: ReadingClient, id: string, block: number): { proposal: Proposal; exchange: Exchange } {
    const exchange = this.#own.get(id, reader.participant) ?? this.#log.get(id);
    if (!exchange || !this.#about.readers.mayRead(reader, exchange.asked)) throw new NotDone("unknownAnswer");
    if (!exchange.answered) throw new NotDone("notEnded");
    const { text, blocks = [] } = exchange.answered;
    if (text === undefined) throw new NotDone("unknownAnswer");
    const proposal = blocks.find((one) => one.block === block);
    if (!proposal || !("changes" in proposal)) throw new NotDone("noProposal");
    return { proposal, exchange };
  }

  /** Where a proposal goes is no matter of whoever cannot take it in. */
  #assertMayWrite(participant: number): void {
    if (!this.#room.mayWrite(participant)) throw new NotDone("mayNotWrite");
  }

  #assertUndecided(participant: number, id: string, block: number, { decided }: Exchange): void {
    this.#assertMayWrite(participant);
    if (decided.has(block) || this.#accepting.has(`${id} ${block}`)) throw new NotDone("doneAlready");
  }

  /** What was proposed under a guardrail that is stricter by now goes nowhere. Throws NotDone. */
  #assertAllowed({ asked }: Exchange): void {
    if (!mayPropose(asked.mode, this.#about.guardrail())) throw new NotDone("mayNotPropose");
  }

  /** Where it goes after all that came since, until a version at most. Rejects with NotDone unknownFile, notPlaced, busy and unavailable. */
  #place(proposal: Place, until?: number): Promise<Change> {
    return this.#about.placing.do(() => fromStore(this.#room, this.#placed(proposal, until)));
  }

  async #placed({ file, version: from, changes }: Place, until = Infinity): Promise<Change> {
    pathOf(this.#room, file);
    const proposed = ChangeSet.fromJSON(changes);
    const [newest = 0] = await this.#room.versions([file]);
    const version = Math.max(from, Math.min(newest, until));
    const over = await changesSince(this.#room, file, { from, to: version, length: proposed.length });
    if (!over) throw new NotDone("notPlaced");
    return { ...placed(proposed, over), version };
  }
}
