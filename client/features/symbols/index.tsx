// Going to a function, a type or a heading of the file that is shown, by its name. The list is loaded when it is wanted first.
import { type Signal, signal, useSignal } from "@preact/signals";
import type { EditorView } from "@codemirror/view";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { TypingAhead } from "../../ui/parts/lists/typingAhead.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

/** The editor whose symbols are listed. */
type Listed = Signal<EditorView | undefined>;

function LazyList({ listed }: { readonly listed: Listed }) {
  const typed = useSignal("");
  const close = (): void => {
    listed.value = undefined;
    typed.value = "";
  };
  const List = useOpened({
    isOpen: () => listed.value !== undefined,
    load: async () => (await import("./list.tsx")).SymbolList,
    close,
    notLoaded: () => words.peek().notLoaded,
  });
  if (listed.value === undefined) return null;
  if (List) return <List view={listed.value} typed={typed} onClose={close} />;
  return <TypingAhead title={words.value.command} typed={typed} onClose={close} />;
}

export const symbols: PageFeature = {
  name: "symbols",
  open(room) {
    const editors = new EditorsByFile();
    const listed: Listed = signal(undefined);
    return {
      // a dialog that stands under a sheet takes no pointer there
      areas: { head: () => <LazyList listed={listed} /> },
      editor: (file) => editors.extension(file),
      commands: () => [
        {
          id: "symbols",
          name: words.value.command,
          key: KEYS.show,
          run: () => {
            listed.value = editors.of(room.tabs.shown.peek());
          },
        },
      ],
    };
  },
};
