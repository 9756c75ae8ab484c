// Addresses in a text: they are underlined, and open with Ctrl or Command and a click, or where the caret is. Knows no room.
import type { EditorState, Extension } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin } from "@codemirror/view";
import { IS_MAC } from "../pressed.ts";
import { words } from "./words.ts";

const ADDRESS = /https?:\/\/[^\s<>"'`\\{}|^]+/g;
/** the end of a sentence, or of what the address stands in, is none of it */
const BEHIND = ".,;:!?)]*";
/** of a long line so much is looked at, on both sides */
const LOOKED_AT = 2_000;

/** `text` is an address and perhaps something behind it: a bracket that is opened in it is its own. */
function withoutEnd(text: string): string {
  const hasBracket = text.includes("(");
  let end = text.length;
  while (BEHIND.includes(text.charAt(end - 1)) && !(hasBracket && text.charAt(end - 1) === ")")) end -= 1;
  return text.slice(0, end);
}

/** The address at a place of the text. */
export function linkAt(state: EditorState, at: number): string | undefined {
  const line = state.doc.lineAt(at);
  const from = Math.max(line.from, at - LOOKED_AT);
  const text = state.doc.sliceString(from, Math.min(line.to, at + LOOKED_AT));
  const found = [...text.matchAll(ADDRESS)].find(
    ({ index, 0: whole }) => from + index <= at && at <= from + index + withoutEnd(whole).length,
  );
  return found && withoutEnd(found[0]);
}

const open = (address: string): void => void window.open(address, "_blank", "noopener,noreferrer");

/** Opens the address at the caret; false: there is none. @public */
export function openLink({ state }: EditorView): boolean {
  const address = linkAt(state, state.selection.main.head);
  if (address !== undefined) open(address);
  return address !== undefined;
}

const key = IS_MAC ? "⌘" : "Ctrl";

const underlined = new MatchDecorator({
  regexp: ADDRESS,
  decorate: (add, from, _to, [whole]) =>
    add(
      from,
      from + withoutEnd(whole).length,
      Decoration.mark({ class: "code-link", attributes: { title: words.value.openLink(key) } }),
    ),
});

export const links: Extension = [
  ViewPlugin.define(
    (view) => ({
      decorations: underlined.createDeco(view),
      update(update) {
        this.decorations = underlined.updateDeco(update, this.decorations);
      },
    }),
    { decorations: ({ decorations }) => decorations },
  ),
  EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
      const at = view.posAtCoords(event);
      const address = at === null ? undefined : linkAt(view.state, at);
      if (address === undefined) return false;
      event.preventDefault();
      open(address);
      return true;
    },
  }),
];
