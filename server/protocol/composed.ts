// Many changes as one. Knows no document.
import type { ChangeSet } from "@codemirror/state";

/** One change or more, each against the text after the one before it; by halves, which goes through each of them a few times: one after the other, all before it are gone through for each. */
export function composed(changes: readonly ChangeSet[]): ChangeSet {
  const half = changes.length >> 1;
  return half === 0 ? changes[0]! : composed(changes.slice(0, half)).compose(composed(changes.slice(half)));
}
