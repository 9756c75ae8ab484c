// A file that is edited, restored and undone, in the weave and in the slow one. Knows no test.
import { between } from "../../weave/between.ts";
import type { Edit } from "../../weave/edit.ts";
import { Order } from "../../weave/order.ts";
import type { Span } from "../../weave/span.ts";
import { undo, type Undone } from "../../weave/undo.ts";
import { versionsWhere } from "../../weave/versions.ts";
import { Weave } from "../../weave/weave.ts";
import { applied, changeOf, type Wish } from "./history.ts";
import { SlowWeave } from "./slowWeave.ts";

/** A file that is edited, restored and undone. */
export class File {
  readonly weave: Weave;
  readonly slow: SlowWeave;
  readonly undone: Undone[] = [];
  /** of each version from 1 on */
  readonly authors: number[] = [];
  readonly changes: Edit["change"][] = [];
  readonly #cut: string[] = [];
  text: string;

  constructor(start: string, runs: number) {
    this.weave = new Weave(start, new Order(runs));
    this.slow = new SlowWeave(start);
    this.text = start;
  }

  type(wish: readonly Wish[]): void {
    const change = changeOf(wish, this.text, this.#cut);
    if (change) this.#append({ change, sources: [] }, wish[0]!.author, false);
  }

  restore(version: number, author: number): void {
    this.#append(between(this.weave, this.weave.head, version), author);
  }

  undo(versions: readonly number[], author: number, within?: Span): void {
    const { edit } = undo(this.weave, versions, { earlier: this.undone, within });
    if (edit.change.length === 0) return;
    this.#append(edit, author);
    if (!within) this.undone.push({ versions, version: this.weave.head });
  }

  by(...authors: number[]): readonly number[] {
    return versionsWhere(this.weave.head, (version) => authors.includes(this.authors[version - 1]!));
  }

  #append({ change, sources }: Edit, author: number, isTold = true): void {
    if (change.length === 0) return;
    this.weave.append(change, isTold ? sources : undefined);
    this.slow.append(change, isTold ? sources : undefined);
    this.text = applied(change, this.text);
    this.authors.push(author);
    this.changes.push(change);
  }
}
