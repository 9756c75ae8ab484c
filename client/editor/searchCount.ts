// How many places a search has, and at which of them the caret is: a line in its panel, said politely. Knows no room.
import { getSearchQuery, searchPanelOpen } from "@codemirror/search";
import { type EditorView, ViewPlugin } from "@codemirror/view";
import { words } from "./words.ts";

/** more are not counted */
const MOST = 1_000;
/** after the last change: while others type, a long text is not searched with each of their letters */
const WAIT_MS = 150;

function counted({ state }: EditorView): string {
  const query = getSearchQuery(state);
  if (!query.valid) return "";
  const { from, to } = state.selection.main;
  const cursor = query.getCursor(state);
  let count = 0;
  let at: number | undefined;
  for (let next = cursor.next(); !next.done && count <= MOST; next = cursor.next()) {
    count += 1;
    if (next.value.from === from && next.value.to === to) at = count;
  }
  return words.value.matches(at, count, MOST);
}

export const searchCount = ViewPlugin.define((view) => {
  const said = document.createElement("output");
  said.className = "search-count";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const count = (): void => {
    waiting = undefined;
    const panel = view.dom.querySelector(".cm-panel.cm-search");
    if (!panel) return;
    if (said.parentElement !== panel) panel.querySelector("[name=search]")?.after(said);
    const text = counted(view);
    if (said.textContent !== text) said.textContent = text;
  };
  return {
    update({ state, docChanged, selectionSet, transactions }) {
      if (!searchPanelOpen(state)) return;
      if (docChanged || selectionSet || transactions.some(({ effects }) => effects.length > 0))
        waiting ??= setTimeout(count, WAIT_MS);
    },
    destroy: () => clearTimeout(waiting),
  };
});
