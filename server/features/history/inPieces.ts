// A long answer as JSON in pieces, so that everything else has its turn between them. Knows nothing of what is in it.
import { setImmediate as turn } from "node:timers/promises";

/** UTF-16 units of a piece, but for one longer value: about a millisecond's work. */
const PIECE_CHARACTERS = 50_000;

/** What JSON.stringify makes of the object, which has no undefined in it. `check` throws, before each piece, where no more may be sent. */
export const inPieces = (answer: object, check: () => void): AsyncGenerator<string> => piecesOf(parts(answer), check);

/** The parts of a text, put together to pieces. `check` as above. */
export async function* piecesOf(
  all: Iterable<string> | AsyncIterable<string>,
  check: () => void,
): AsyncGenerator<string> {
  let piece = "";
  for await (const part of all) {
    piece += part;
    if (piece.length < PIECE_CHARACTERS) continue;
    check();
    yield piece;
    piece = "";
    await turn();
  }
  check();
  yield piece;
}

/** The object's own values, and in lists each element, as text. */
function* parts(answer: object): Generator<string> {
  let before = "{";
  for (const [key, value] of Object.entries(answer)) {
    yield `${before}${JSON.stringify(key)}:`;
    before = ",";
    if (!Array.isArray(value)) yield JSON.stringify(value);
    else {
      yield "[";
      for (const [index, element] of (value as unknown[]).entries())
        yield (index === 0 ? "" : ",") + JSON.stringify(element);
      yield "]";
    }
  }
  yield before === "{" ? "{}" : "}";
}
