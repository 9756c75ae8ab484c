// What is said of one tab's updates: which note holds of the next of them, found once for all that follow each other. Knows no weave.
import type { NotedUpdates } from "./noted.ts";

export class NotesOfClient<Note extends Pick<NotedUpdates, "firstSeq" | "lastSeq">> {
  readonly #notes: Note[] = [];
  /** of these updates the same holds */
  #found: { readonly from: number; readonly until: number; readonly note: Note | undefined } | undefined;

  add(note: Note): void {
    this.#notes.push(note);
    this.#found = undefined;
  }

  /** The one that was said first of that update. A step of all notes is taken where one begins or ends, not for each update. */
  of(seq: number): Note | undefined {
    if (!this.#found || seq < this.#found.from || seq > this.#found.until) this.#found = this.#find(seq);
    return this.#found.note;
  }

  #find(seq: number) {
    const index = this.#notes.findIndex(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq);
    const note = this.#notes[index];
    // what was said later of the same holds of nothing before that ends
    const others = note ? this.#notes.slice(0, index) : this.#notes;
    const begin = others.flatMap(({ firstSeq }) => (firstSeq > seq ? [firstSeq] : []));
    return { from: seq, until: Math.min(note?.lastSeq ?? Infinity, ...begin.map((first) => first - 1)), note };
  }
}
