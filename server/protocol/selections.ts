// How carets and selections move with the text, the same on the server and in every editor. Knows no editor.
import type { ChangeDesc } from "@codemirror/state";

/** [anchor, head] in UTF-16 units; equal when it is a caret. */
export type Selection = readonly [anchor: number, head: number];

/**
 * Carries the selections of one client over an update. Over an update of its own a caret goes to the end of what was typed,
 * so somebody who types needs no presence message at all; over anybody else's it stays before what is inserted at it.
 */
export function mapSelections(
  selections: readonly Selection[],
  change: ChangeDesc,
  own: boolean,
): readonly Selection[] {
  if (change.empty) return selections;
  const side = own ? 1 : -1;
  return selections.map(([anchor, head]) => {
    const to = change.mapPos(head, side);
    return [anchor === head ? to : change.mapPos(anchor, side), to];
  });
}
