// What a client says at once in pieces that the server takes: a change as several updates, and of the updates as many as one push holds. Knows no editor and no server.
import { ChangeSet, type ChangeSpec } from "@codemirror/state";
import type { Limits } from "#protocol/limits.ts";

/** An update of more sections takes so long to rebase that somebody who types meanwhile has to wait for it. */
const UPDATE_SECTIONS = 1_000;
/** Characters that one update inserts. */
const UPDATE_CHARACTERS = 100_000;
/** Room in a frame for one character, escaped; and for a section, as long as a kept and a deleted length get. */
const FRAME_BYTES_PER_CHARACTER = 8;
const FRAME_BYTES_PER_SECTION = 64;

/** Of several updates no more than that go in one push: whatever else this client says waits behind it. */
const PUSH_BYTES = 1_000_000;
/** What of a push's frame is not its changes. */
const FRAME_REST_BYTES = 200;

/** Every platform has it, and the language's own library has not. */
declare const TextEncoder: new () => { encode(text: string): { readonly length: number } };
const utf8 = new TextEncoder();

/** What one update may have. */
interface Bounds {
  readonly sections: number;
  readonly characters: number;
}

/** A line that is inserted is refused by its length as well, whatever it was before. */
const boundsOf = ({ pushSections, pushCharacters, lineCharacters, frameBytes }: Limits): Bounds => ({
  sections: Math.min(UPDATE_SECTIONS, pushSections, Math.floor(frameBytes / FRAME_BYTES_PER_SECTION)),
  characters: Math.max(
    1,
    Math.min(UPDATE_CHARACTERS, pushCharacters, lineCharacters, Math.floor(frameBytes / FRAME_BYTES_PER_CHARACTER)),
  ),
});

/**
 * The change itself where it is small, which nearly every one is; else changes that do the same one after the other, each of
 * them within what the server takes in one push. A change that is split once keeps its parts: each has a seq of its own [C3].
 */
export function updateParts(change: ChangeSet, limits: Limits): readonly ChangeSet[] {
  const most = boundsOf(limits);
  if (isWithin(change, most)) return [change];
  const parts: ChangeSet[] = [];
  let { length } = change;
  /** where something in the whole change is in the text that this part is made on */
  let shift = 0;
  let specs: ChangeSpec[] = [];
  let characters = 0;
  const close = (): void => {
    const part = ChangeSet.of(specs, length);
    parts.push(part);
    shift += part.newLength - part.length;
    length = part.newLength;
    specs = [];
    characters = 0;
  };
  const isFull = (): boolean =>
    specs.length > 0 && (sectionsOf(specs.length + 1) > most.sections || characters >= most.characters);
  change.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    let from = fromA;
    let at = 0;
    do {
      if (isFull()) close();
      const end = Math.min(inserted.length, at + most.characters - characters);
      specs.push({ from: from + shift, to: toA + shift, insert: inserted.slice(at, end) });
      characters += end - at;
      // what is left of the text goes behind, where nothing is deleted any more
      at = end;
      from = toA;
    } while (at < inserted.length);
  }, true);
  close();
  return parts;
}

/**
 * The oldest of the queue, as JSON, as many as one push and its frame may hold, and how many bytes they are; none when that is too little
 * for the first of them. `needed`: so many go along even where that is more than the share of a push, one of `shares`.
 */
export function nextPush(
  queue: readonly ChangeSet[],
  { pushUpdates, pushCharacters, pushSections, frameBytes }: Limits,
  needed: number,
  shares: number,
): { readonly changes: unknown[]; readonly bytes: number } {
  const changes: unknown[] = [];
  let [bytes, characters, sections] = [0, 0, 0];
  for (const change of queue) {
    const json = change.toJSON() as unknown[];
    const length = utf8.encode(JSON.stringify(json)).length + 1;
    bytes += length;
    characters += insertedCharacters(change);
    sections += json.length;
    const isTooMuch =
      changes.length >= pushUpdates ||
      characters > pushCharacters ||
      sections > pushSections ||
      bytes > frameBytes - FRAME_REST_BYTES;
    const isMuch = changes.length >= pushUpdates / shares || sections > pushSections / shares || bytes > PUSH_BYTES;
    if (isTooMuch || (isMuch && changes.length >= needed)) return { changes, bytes: bytes - length };
    changes.push(json);
  }
  return { changes, bytes };
}

/** As many stretches as that are changed, with what is kept between and around them. */
const sectionsOf = (stretches: number): number => stretches * 2 + 1;

function isWithin(change: ChangeSet, most: Bounds): boolean {
  let stretches = 0;
  change.iterChanges(() => (stretches += 1), true);
  return sectionsOf(stretches) <= most.sections && insertedCharacters(change) <= most.characters;
}

/** How many characters the change inserts. */
export function insertedCharacters(change: ChangeSet): number {
  let characters = 0;
  change.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (characters += inserted.length));
  return characters;
}
