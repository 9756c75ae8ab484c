// A small menu beside what is selected, once the selection rests. For the pointer: commands do the same by the keyboard. Knows no assistant.
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Tooltip, ViewPlugin } from "@codemirror/view";
import { type MenuEntry, drawnMenu } from "./drawnMenu.ts";

/** Whoever goes on selecting is not told, in ms. */
const RESTS_MS = 500;
/** Fewer letters are nothing to ask about. */
const LEAST_LETTERS = 3;

export interface MenuOptions {
  label(): string;
  /** none: no menu */
  entries(): readonly MenuEntry[];
  /** What any of them does; read anew when a signal changes that it reads. */
  note(): string;
}

const told = StateEffect.define<Tooltip | undefined>();

const menu = StateField.define<Tooltip | undefined>({
  create: () => undefined,
  update(before, { docChanged, selection, effects }) {
    const effect = effects.find((one) => one.is(told));
    return effect ? effect.value : docChanged || selection ? undefined : before;
  },
  provide: (field) => showTooltip.from(field, (one) => one ?? null),
});

/** Escape closes it alone: what is selected stays so. */
const closing = Prec.highest(
  keymap.of([
    {
      key: "Escape",
      run(view) {
        if (!view.state.field(menu)) return false;
        view.dispatch({ effects: told.of(undefined) });
        return true;
      },
    },
  ]),
);

export const selectionMenu = (options: MenuOptions): Extension => [
  menu,
  closing,
  EditorView.focusChangeEffect.of((_state, isFocused) => (isFocused ? null : told.of(undefined))),
  ViewPlugin.define((view) => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const listening = new AbortController();
    let isPressed = false;
    const rest = (): void => {
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (!isPressed) showMenu(view, options);
      }, RESTS_MS);
    };
    const { signal } = listening;
    view.contentDOM.addEventListener("pointerdown", () => (isPressed = true), { passive: true, signal });
    const released = (): void => {
      if (isPressed) rest();
      isPressed = false;
    };
    for (const event of ["pointerup", "pointercancel"])
      view.dom.ownerDocument.addEventListener(event, released, { passive: true, signal });
    // it may have been selected before this came
    if (!view.state.selection.main.empty) rest();
    return {
      update({ selectionSet }) {
        if (selectionSet) rest();
      },
      destroy() {
        clearTimeout(resting);
        listening.abort();
      },
    };
  }),
];

function showMenu(view: EditorView, options: MenuOptions): void {
  const { state } = view;
  const { main } = state.selection;
  if (!view.hasFocus || state.sliceDoc(main.from, main.to).trim().length < LEAST_LETTERS) return;
  const entries = options.entries();
  if (entries.length === 0) return;
  const chosen = () => view.dispatch({ effects: told.of(undefined) });
  const create = () => drawnMenu(options.label(), entries, { chosen, note: () => options.note() });
  view.dispatch({ effects: told.of({ pos: main.head, above: main.head === main.from, create }) });
}
