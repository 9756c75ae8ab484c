// What is printed of an editor: the whole text, with line numbers and colours, where the screen has a part of it. Knows no file.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { highlightCode } from "@lezer/highlight";
import { highlightStyle } from "./highlighting.ts";

/** What of a long text has no colours by then is printed without. */
const COLOURS_WITHIN_MS = 1_000;

function sheetOf(state: EditorState): HTMLElement {
  const sheet = document.createElement("ol");
  sheet.className = "paper code-colours";
  let line = sheet.appendChild(document.createElement("li"));
  const tree = ensureSyntaxTree(state, state.doc.length, COLOURS_WITHIN_MS) ?? syntaxTree(state);
  highlightCode(
    state.doc.toString(),
    tree,
    highlightStyle,
    (text, classes) => {
      const piece = classes === "" ? line : line.appendChild(document.createElement("span"));
      if (classes !== "") piece.className = classes;
      piece.append(text);
    },
    () => {
      line = sheet.appendChild(document.createElement("li"));
    },
  );
  return sheet;
}

/** As long as the page is being printed the text of an editor that is in it stands before everything else, and CSS hides that. */
export const paper = ViewPlugin.define((view) => {
  const listening = new AbortController();
  const { signal } = listening;
  let sheet: HTMLElement | undefined;
  const end = (): void => sheet?.remove();
  addEventListener(
    "beforeprint",
    () => {
      end();
      if (!view.dom.isConnected) return;
      sheet = sheetOf(view.state);
      document.querySelector("#app")?.before(sheet);
    },
    { signal },
  );
  addEventListener("afterprint", end, { signal });
  return {
    destroy() {
      listening.abort();
      end();
    },
  };
});
