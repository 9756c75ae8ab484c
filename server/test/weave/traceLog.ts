// Recordings as the log of a file: one change for each transaction, in the order of the recording. Knows no server.
import { ChangeSet, Text } from "@codemirror/state";
import { basesOf, changeOf, type ConcurrentTrace, type SequentialTrace } from "../traces/trace.ts";

export interface LoggedChange {
  readonly author: number;
  readonly change: ChangeSet;
}

export function* logOf(trace: SequentialTrace): Iterable<LoggedChange> {
  let length = trace.startContent.length;
  for (const transaction of trace.txns) {
    const change = changeOf(transaction, length);
    length = change.newLength;
    yield { author: 1, change };
  }
}

/** What one of two agents sees, and what of the other's is in the log already, one change after the other. */
class View {
  length = 0;
  /** how many changes of the other it has seen */
  seen = 0;
  unseen: ChangeSet[] = [];
  /** of whom each unit is, as the agent sees it */
  authors = Text.empty;

  /** Sees the other's changes until there are so many. */
  see(count: number, other: number): void {
    for (; this.seen < count; this.seen++) this.#apply(this.unseen.shift()!, other);
  }

  /** Makes a change; returns it as it is in the log, behind all that is not seen. */
  make(change: ChangeSet, author: number): ChangeSet {
    this.#apply(change, author);
    let own = change;
    this.unseen = this.unseen.map((theirs) => {
      const mapped = theirs.map(own, true);
      own = own.map(theirs);
      return mapped;
    });
    return own;
  }

  #apply(change: ChangeSet, author: number): void {
    const marks: { from: number; to: number; insert: string }[] = [];
    change.iterChanges((from, to, _from, _to, inserted) =>
      marks.push({ from, to, insert: String(author).repeat(inserted.length) }),
    );
    this.authors = ChangeSet.of(marks, this.length).apply(this.authors);
    this.length = change.newLength;
  }
}

/** The log of two who typed at once, and at its end of whom each unit is, as each of the two has seen it: a digit for each. */
export function mergedLogOf(trace: ConcurrentTrace): {
  readonly log: LoggedChange[];
  readonly seen: readonly string[];
} {
  const views = [new View(), new View()] as const;
  const log = basesOf(trace).map((base, index) => {
    const transaction = trace.txns[index]!;
    const author = transaction.agent as 0 | 1;
    const other = (1 - author) as 0 | 1;
    views[author].see(base[other]!, other);
    const change = views[author].make(changeOf(transaction, views[author].length), author);
    views[other].unseen.push(change);
    return { author, change };
  });
  views.forEach((view, author) => view.see(view.seen + view.unseen.length, 1 - author));
  return { log, seen: views.map(({ authors }) => authors.toString()) };
}
