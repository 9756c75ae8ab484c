// Lines that are read in pieces, between which everything else that has arrived has its turn. Knows nothing of what is done with them.
import { setImmediate as turn } from "node:timers/promises";

/** UTF-16 units of a piece, but for one longer line: some ms, whatever is read in them. */
const PIECE_CHARACTERS = 20_000;
/** As which a line counts besides its own: an empty one is read as well. */
const LINE_CHARACTERS = 4;

export class Pieces {
  #characters = 0;

  /** One more line was read. True: `next` is awaited before another one is. */
  isFull({ length }: string): boolean {
    this.#characters += length + LINE_CHARACTERS;
    return this.#characters >= PIECE_CHARACTERS;
  }

  next(): Promise<void> {
    this.#characters = 0;
    return turn();
  }
}
