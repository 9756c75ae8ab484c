// What the editor can do, by name, for those who do not know its keys; and a row of keys over a phone's keyboard, loaded when that is up first. Has no other half.
import type { Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { codeKeys } from "../../editor/codeKeys.ts";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import { preferences } from "../../editor/preferences.ts";
import type { Command, PageFeature } from "../../ui/pageFeature.ts";
import { IS_MAC } from "../../pressed.ts";
import { show } from "../../ui/parts/notices.tsx";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import { Keyboard } from "./keyboard.ts";
import { CODE_ACTIONS, type Name, NAMES } from "./names.ts";
import { words } from "./words.ts";

async function run(view: EditorView, name: Name): Promise<void> {
  const loaded = await import("./commands.ts").catch(() => undefined);
  view.focus();
  if (loaded) loaded.COMMANDS[name](view);
  else show(words.value.notLoaded);
}

/** By the keymap that is chosen; letters that are typed are on the page of keys alone. */
function editorKeyOf(name: Name): string | undefined {
  const action = CODE_ACTIONS[name];
  const found = action && codeKeys(preferences.value.keymap, IS_MAC)[action];
  return found && "key" in found ? found.key : undefined;
}

interface TouchKeysProps {
  readonly keyboard: Keyboard;
  /** the editor that has the focus */
  readonly focused: ReadonlySignal<EditorView | undefined>;
}

function LazyTouchKeys({ keyboard, focused }: TouchKeysProps) {
  const TouchKeys = useLoaded(
    () => keyboard.isUp.value && focused.value !== undefined,
    async () => (await import("./touchKeys.tsx")).TouchKeys,
    // a keyboard has most of them
    () => {},
  );
  const view = focused.value;
  return TouchKeys && view && !view.state.readOnly ? <TouchKeys view={view} /> : null;
}

/** Whoever goes to the keys by keyboard has not left the code. */
const isInKeys = (element: Element | null): boolean => (element?.closest(".touch-keys") ?? null) !== null;

/** An editor may have the focus before this is with it. */
const noteFocus = (focused: Signal<EditorView | undefined>): Extension =>
  ViewPlugin.define((view) => {
    const note = (): void => {
      if (view.hasFocus) focused.value = view;
      else if (focused.peek() === view && !isInKeys(document.activeElement)) focused.value = undefined;
    };
    queueMicrotask(note);
    return { update: ({ focusChanged }) => void (focusChanged && note()) };
  });

export const editing: PageFeature = {
  name: "editing",
  open(room) {
    const editors = new EditorsByFile();
    const focused = signal<EditorView | undefined>(undefined);
    const keyboard = new Keyboard();
    return {
      areas: { below: () => <LazyTouchKeys keyboard={keyboard} focused={focused} /> },
      commands: () => {
        const file = room.tabs.shown.value;
        return NAMES.map((name): Command => ({
          id: `editing.${name}`,
          name: words.value[name],
          editorKey: editorKeyOf(name),
          run() {
            const view = editors.of(file);
            if (view) void run(view, name);
          },
        }));
      },
      editor: (file) => [editors.extension(file), noteFocus(focused)],
      closed: () => keyboard.stop(),
    };
  },
};
