// Private questions and their answers, in memory alone: for the tabs of whoever asked, until the room leaves memory. Knows no log.
import type { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import { type Answered, type Asked, type Decision, type Exchange, withoutTexts } from "./assistLog.ts";
import type { ShownEntry } from "./messages.ts";
import { quotes } from "./quoting.ts";

/** Of one person, and of a room. */
const MOST_OF_PERSON = 30;
const MOST_OF_ROOM = 300;
/** UTF-16 units of the texts of a room's. */
const MOST_CHARACTERS = 2_000_000;

export class OwnAnswers {
  /** in the order in which they were asked */
  readonly #exchanges = new Map<string, Exchange>();

  /** One that this participant has asked. */
  get(id: string, participant: number): Exchange | undefined {
    const exchange = this.#exchanges.get(id);
    return exchange?.asked.participant === participant ? exchange : undefined;
  }

  asked(asked: Asked): void {
    this.#exchanges.set(asked.id, { asked, decided: new Map() });
    const theirs = this.#of(asked.participant);
    if (theirs.length > MOST_OF_PERSON) this.#exchanges.delete(theirs[0]!.asked.id);
    while (this.#isFull) this.#exchanges.delete([...this.#exchanges.keys()][0]!);
  }

  get #isFull(): boolean {
    let characters = 0;
    for (const { answered } of this.#exchanges.values()) characters += answered?.text?.length ?? 0;
    return this.#exchanges.size > MOST_OF_ROOM || (characters > MOST_CHARACTERS && this.#exchanges.size > 1);
  }

  answered(answered: Answered): void {
    const exchange = this.#exchanges.get(answered.id);
    if (exchange) exchange.answered = answered;
  }

  decided(id: string, block: number, decision: Decision): void {
    this.#exchanges.get(id)?.decided.set(block, decision);
  }

  /** Nothing is left of the texts of those that quote these files. Whoever asked them, each once. */
  purged(purged: PurgedFiles): ReadonlySet<number> {
    const askers = new Set<number>();
    for (const [id, exchange] of this.#exchanges) {
      if (!quotes(exchange, purged)) continue;
      const { asked, answered, decided } = exchange;
      const left = { asked: withoutTexts(asked) as Asked, decided };
      this.#exchanges.set(id, answered ? { ...left, answered: withoutTexts(answered) as Answered } : left);
      askers.add(asked.participant);
    }
    return askers;
  }

  /** As they are told, in their order. */
  entriesOf(participant: number): ShownEntry[] {
    return this.#of(participant).flatMap(({ asked, answered }) => (answered ? [asked, answered] : [asked]));
  }

  #of(participant: number): Exchange[] {
    return [...this.#exchanges.values()].filter(({ asked }) => asked.participant === participant);
  }
}
