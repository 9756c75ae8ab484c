// What people have said of their updates in a file: these bring back what stood at a version, those take edits back. So the weave knows whose text that is. Knows no
// log of theirs.
import type { ChangeJSON } from "#protocol/changes.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { between } from "./between.ts";
import type { Source } from "./copies.ts";
import { NotesOfClient } from "./notesOfClient.ts";
import { SourceReader } from "./sourceReader.ts";
import { type Span, spanOf } from "./span.ts";
import { undo, type Undone } from "./undo.ts";
import { sizeOf, type Versions, versionsWhere } from "./versions.ts";
import type { Weave } from "./weave.ts";

/** A stretch of a version's text, from and to in UTF-16 units. */
export type Part = readonly [from: number, to: number];

/** Edits that are taken back: of these tabs, of all where none is named, those that made the versions after `from` until `to`. */
export interface Taken {
  readonly clients?: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The updates `firstSeq` to `lastSeq` of a tab, which it has made of the text at `base`; `part`: that stretch alone, of it or of the text at `partOf`. */
export interface NotedUpdates {
  readonly client: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly base: number;
  readonly part?: Part;
  readonly partOf?: number;
}

/** What is said of updates. */
export type Note = NotedUpdates & ({ readonly restored: number } | { readonly undone: Taken });

/**
 * What is done for all notes of a file, in units, versions and sources that are gone through, and runs of the order that are looked at for what they put back: some
 * seconds. One that would be more is not heard, nor of one that is being read what is beyond, and the same wherever the file is woven.
 */
const MOST_WORK = 140_000_000;
/** Taking edits back goes through every unit so often as bringing a version back goes through it once. */
const WORK_OF_UNDO = 8;

/** A note whose updates are being read. */
interface Open {
  /** of what it inserts and is still to come: as much as the file has units, and so many updates may be read of it */
  readonly sources: SourceReader;
  /** what they take back in all of the file */
  readonly undone: Versions | undefined;
}

/** Follows the updates of a file one by one, each before the weave takes it in. */
export class Noted {
  /** how many notes there are */
  count = 0;
  /** one of them takes edits back, which takes memory for every unit that there ever was */
  takesBack = false;
  /** by client, in their order */
  readonly #notes = new Map<number, NotesOfClient<Note>>();
  readonly #weave: Weave;
  readonly #authorOf: (version: number) => number;
  readonly #open = new Map<Note, Open | undefined>();
  readonly #undone: Undone[] = [];
  #work = 0;
  /** versions that `#undone` lists, those of an undo in several updates once */
  #versionsUndone = 0;

  readonly #mostWork: number;

  constructor(
    notes: readonly Note[],
    weave: Weave,
    authorOf: (version: number) => number,
    mostWork: number = MOST_WORK,
  ) {
    this.#weave = weave;
    this.#authorOf = authorOf;
    this.#mostWork = mostWork;
    this.hear(notes);
  }

  /** All that was said by now: what is new of it is of updates that come later. */
  hear(notes: readonly Note[]): void {
    if (notes.length <= this.count) return;
    for (const note of notes.slice(this.count)) {
      this.takesBack ||= "undone" in note;
      const ofClient = this.#notes.get(note.client) ?? new NotesOfClient();
      ofClient.add(note);
      this.#notes.set(note.client, ofClient);
    }
    this.count = notes.length;
  }

  /** those that are read, the oldest first */
  get undone(): readonly Undone[] {
    return this.#undone;
  }

  /** The versions that the edits made which are taken back. */
  versionsOf({ clients, from, to }: Taken): Versions {
    const whose = clients && new Set(clients);
    const last = Math.min(to, this.#weave.head);
    return versionsWhere(last, (one) => one > from && (!whose || whose.has(this.#authorOf(one))));
  }

  /** What the next update puts back, where a note says it and it is so letter for letter. Of that the weave hears few units in their place alone. */
  sourcesOf([client, seq, , change]: UpdateJSON): readonly Source[] | undefined {
    const note = this.#notes.get(client)?.of(seq);
    if (!note) return undefined;
    if (!this.#open.has(note)) this.#open.set(note, this.#begin(note));
    const open = this.#open.get(note);
    if (!open || this.#isTooMuch(0)) return undefined;
    const inserted = insertedBy(change);
    const taken = this.#take(open.sources, inserted.length);
    if (open.undone) this.#undone.push({ versions: open.undone, version: this.#weave.head + 1 });
    return this.#equals(taken, inserted) ? taken : undefined;
  }

  #begin(note: Note): Open | undefined {
    const weave = this.#weave;
    const { base, part, partOf = base } = note;
    const work = this.#workOf(note);
    if (this.#isTooMuch(work)) return undefined;
    this.#work += work;
    const within = spanIn(weave, partOf, part);
    if (base > weave.head || within === null) return undefined;
    if ("restored" in note) {
      if (note.restored > weave.head) return undefined;
      return { sources: new SourceReader(between(weave, base, note.restored, within).sources), undone: undefined };
    }
    const versions = this.versionsOf({ ...note.undone, to: Math.min(note.undone.to, base) });
    const { sources } = undo(weave, versions, { earlier: this.#undone, within }).edit;
    if (!within) this.#versionsUndone += sizeOf(versions);
    return { sources: new SourceReader(sources), undone: within ? undefined : versions };
  }

  /** Those of the next units, as far as there are any. */
  #take(sources: SourceReader, units: number): readonly Source[] {
    const taken: Source[] = [];
    for (let left = units; left > 0;) {
      const source = sources.take(left);
      if (!source) break;
      taken.push(source);
      left -= source[0];
    }
    this.#work += taken.length;
    return taken;
  }

  #isTooMuch(more: number): boolean {
    return this.#work + this.#weave.order.searched + more > this.#mostWork;
  }

  #workOf(note: Note): number {
    const { pool, head } = this.#weave;
    return "undone" in note ? WORK_OF_UNDO * pool.length + head + this.#versionsUndone : pool.length;
  }

  #equals(sources: readonly Source[], text: string): boolean {
    const pool = this.#weave.pool.values;
    let at = 0;
    for (const [units, name] of sources) {
      if (name >= 0)
        for (let unit = 0; unit < units; unit++) if (text.charCodeAt(at + unit) !== pool[name + unit]) return false;
      at += units;
    }
    return at === text.length;
  }
}

/** The part in the weave; undefined: all of the text, null: the text has no such part. */
export function spanIn(weave: Weave, version: number, part: Part | undefined): Span | undefined | null {
  if (!part) return undefined;
  if (version > weave.head || part[0] > part[1] || part[1] > weave.textAt(version).length) return null;
  return spanOf(weave, version, ...part);
}

function insertedBy(change: ChangeJSON): string {
  const texts = change.map((section) => (typeof section === "number" ? "" : section.slice(1).join("\n")));
  return texts.join("");
}
