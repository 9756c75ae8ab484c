// How much is said of a room's history, by all and by each person: what the room holds of it. Knows no entry.

/** Entries of a room, and UTF-16 units of all of them as they are stored: one answer has them all. */
const MOST_ENTRIES = 5_000;
const MOST_CHARACTERS = 1_000_000;
/** The same of one person: nobody shall leave the others nothing. */
const MOST_ENTRIES_OF_ONE = 1_000;
const MOST_CHARACTERS_OF_ONE = 200_000;

interface Amount {
  entries: number;
  characters: number;
}

export class Said {
  readonly #all: Amount = { entries: 0, characters: 0 };
  readonly #of = new Map<number, Amount>();

  /** The participant has said one more thing of so many characters. */
  add(participant: number, characters: number): void {
    let own = this.#of.get(participant);
    if (!own) this.#of.set(participant, (own = { entries: 0, characters: 0 }));
    for (const amount of [this.#all, own]) {
      amount.entries++;
      amount.characters += characters;
    }
  }

  /** Whether the room holds one more of so many characters. */
  holds(characters: number): boolean {
    const { entries, characters: before } = this.#all;
    return entries < MOST_ENTRIES && before + characters <= MOST_CHARACTERS;
  }

  /** Whether it is within what one person may say, by a participant. */
  holdsOf(participant: number, characters: number): boolean {
    const { entries, characters: before } = this.#of.get(participant) ?? { entries: 0, characters: 0 };
    return entries < MOST_ENTRIES_OF_ONE && before + characters <= MOST_CHARACTERS_OF_ONE;
  }
}
