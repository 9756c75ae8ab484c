// Everything that people typed, in characters of which each exists once, so that a loss or a doubling shows. Knows no server.
import type { Person } from "../person.ts";
import { below, type Random } from "./seededRandom.ts";

/** The first of the characters; some 35,000 follow that are all letters or signs. */
const FIRST = 0x4e00;
const LAST = 0xd7ff;
/** Most edits fall into so many characters from the start, where they meet others. */
const CROWDED = 40;
const LINE = "\n";

interface Edit {
  readonly inserted: string;
  readonly deleted: string;
}

/** What is wrong with a text; all empty when nothing is. */
export interface Faults {
  /** was acknowledged and is not there */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** was deleted, which was acknowledged, and is there */
  readonly undead: readonly string[];
}

export const NO_FAULTS: Faults = { lost: [], doubled: [], undead: [] };

export class Ledger {
  readonly #edits = new Map<Person, Edit[]>();
  /** edits of people who went before these were confirmed: they may have arrived or not */
  readonly #doubtful = new Set<Edit>();
  #next = FIRST;

  /** How many edits were made. */
  get size(): number {
    return [...this.#edits.values()].reduce((sum, edits) => sum + edits.length, 0);
  }

  /** Makes one edit at a random place: mostly a few new characters, sometimes one away. */
  edit(person: Person, random: Random): void {
    const { doc } = person.editor().state;
    const reach = random() < 0.7 ? Math.min(CROWDED, doc.length) : doc.length;
    const at = below(random, reach + 1);
    const deleted = random() < 0.2 ? doc.sliceString(at, at + 1) : "";
    let inserted = "";
    if (deleted === "") for (let count = below(random, 3); count >= 0; count--) inserted += this.#newCharacter();
    if (inserted !== "" && random() < 0.1) inserted += LINE;
    this.#note(person, { inserted, deleted });
    person.update({ changes: { from: at, to: at + deleted.length, insert: inserted } });
  }

  /** Types one new character at the place. */
  type(person: Person, at: number): void {
    const inserted = this.#newCharacter();
    this.#note(person, { inserted, deleted: "" });
    person.insert(at, inserted);
  }

  #newCharacter(): string {
    if (this.#next > LAST) throw new Error("there is no character left that was not typed yet");
    return String.fromCharCode(this.#next++);
  }

  #note(person: Person, edit: Edit): void {
    const edits = this.#edits.get(person);
    if (edits) edits.push(edit);
    else this.#edits.set(person, [edit]);
  }

  /** The person goes now and does not come back: what is not confirmed to them may be in the room or not. */
  leaves(person: Person): void {
    const { status } = person.session;
    const pending = "pending" in status ? status.pending : 0;
    const edits = this.#edits.get(person) ?? [];
    for (const edit of edits.slice(edits.length - pending)) this.#doubtful.add(edit);
    person.leave();
  }

  /** Holds a text against all that was typed. */
  faults(text: string): Faults {
    const there = new Map<string, number>();
    for (const character of text) there.set(character, (there.get(character) ?? 0) + 1);
    const all = [...this.#edits.values()].flat();
    const certain = all.filter((edit) => !this.#doubtful.has(edit));
    const characters = (edits: readonly Edit[], of: keyof Edit): string[] =>
      edits.flatMap((edit) => [...edit[of]]).filter((character) => character !== LINE);
    const maybeDeleted = new Set(characters(all, "deleted"));
    return {
      lost: characters(certain, "inserted").filter(
        (character) => !there.has(character) && !maybeDeleted.has(character),
      ),
      doubled: [...there]
        .filter(([character, count]) => count > 1 && character !== LINE)
        .map(([character]) => character),
      undead: characters(certain, "deleted").filter((character) => there.has(character)),
    };
  }
}
