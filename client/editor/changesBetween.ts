// What makes one text of another, changing no more than differs, so that carets, authors and selections stay. Knows no editor.
import { presentableDiff } from "@codemirror/merge";
import { ChangeSet, Text } from "@codemirror/state";

/** Beyond these a stretch is taken as a whole. */
const DIFF = { scanLimit: 1_000, timeout: 200 };

export function changesBetween(before: Text, after: Text): ChangeSet {
  const [a, b] = [before.toString(), after.toString()];
  const changes = presentableDiff(a, b, DIFF).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: Text.of(b.slice(fromB, toB).split("\n")),
  }));
  return ChangeSet.of(changes, before.length);
}
