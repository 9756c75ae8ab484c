// Applies changes to a text straight from their JSON; what touches what was changed last goes into the text with it. Knows no log.
import { Text } from "@codemirror/state";
import { type ChangeJSON, lengthBefore } from "../../protocol/changes.ts";

/** From `from` to `to` in the text before there are now these lines. */
export interface Replacement {
  readonly before: Text;
  readonly after: Text;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Putting something into the middle of more characters than that costs as much as putting it into the text. */
const LONGEST = 4_096;

/**
 * The text after the changes, each of which is on top of the one before; what is replaced in it is told as it happens. Throws when
 * a change is not of the length of the text. Next to the change before it, where most are, a keystroke costs as much as putting
 * two strings together, and a `ChangeSet` takes ten times that.
 */
export function applyChanges(
  text: Text,
  changes: readonly ChangeJSON[],
  replaced: (replacement: Replacement) => void = () => {},
): Text {
  const stretch = new Stretch(text, replaced);
  for (const change of changes) stretch.apply(change);
  return stretch.end();
}

/** A text in which one stretch is replaced already, from `#from` to `#to`, although it is not in it yet. */
class Stretch {
  readonly #replaced: (replacement: Replacement) => void;
  #text: Text;
  #from = 0;
  #to = 0;
  #inserted = "";

  constructor(text: Text, replaced: (replacement: Replacement) => void) {
    this.#text = text;
    this.#replaced = replaced;
  }

  apply(change: ChangeJSON): void {
    const of = lengthBefore(change);
    const length = this.#text.length - (this.#to - this.#from) + this.#inserted.length;
    if (of !== length) throw new Error(`invariant: a change of ${of} characters does not fit a text of ${length}`);
    let at = 0;
    for (const section of change)
      at += typeof section === "number" ? section : this.#replace(at, section[0], textOf(section));
  }

  /** Returns how many characters are there now. */
  #replace(at: number, deleted: number, inserted: string): number {
    const end = this.#from + this.#inserted.length;
    const deletedTo = at + deleted;
    if (at > end || deletedTo < this.#from || this.#inserted.length > LONGEST) {
      this.end();
      this.#from = at;
      this.#to = deletedTo;
      this.#inserted = inserted;
    } else {
      const left = this.#inserted.slice(0, Math.max(0, at - this.#from));
      const right = this.#inserted.slice(deletedTo - this.#from);
      this.#from = Math.min(this.#from, at);
      this.#to += Math.max(0, deletedTo - end);
      this.#inserted = left + inserted + right;
    }
    return inserted.length;
  }

  /** The text, with the stretch in it; the next stretch is an empty one at its beginning. */
  end(): Text {
    const [from, to, before] = [this.#from, this.#to, this.#text];
    if (to > from || this.#inserted !== "") {
      const lines = this.#inserted.split("\n");
      this.#text = before.replace(from, to, Text.of(lines));
      this.#replaced({ before, after: this.#text, from, to, lines });
    }
    this.#from = this.#to = 0;
    this.#inserted = "";
    return this.#text;
  }
}

const textOf = ([, ...lines]: readonly [number, ...string[]]): string =>
  lines.length === 1 ? lines[0]! : lines.join("\n");
