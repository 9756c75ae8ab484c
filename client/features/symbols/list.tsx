// The list of a file's symbols, to go to one by its name. Knows no file.
import { type Signal, useComputed } from "@preact/signals";
import { forceParsing } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { useMemo } from "preact/hooks";
import { Chooser } from "../../ui/parts/lists/chooser.tsx";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { fitting } from "../../ui/parts/lists/match.ts";
import "./symbols.css";
import { symbolsIn, type TextSymbol } from "./symbolsIn.ts";
import { words } from "./words.ts";

/** More are found by typing on. */
const MOST_SHOWN = 200;
/** What is not read of a long text by then is not listed. */
const READ_WITHIN_MS = 500;

interface ListProps {
  readonly view: EditorView;
  readonly typed: Signal<string>;
  readonly onClose: () => void;
}

export function SymbolList({ view, typed, onClose }: ListProps) {
  const all = useMemo(() => {
    forceParsing(view, view.state.doc.length, READ_WITHIN_MS);
    return symbolsIn(view.state);
  }, [view]);
  const found = useComputed(() => fitting(typed.value, all, ({ name }) => name).map(({ one }) => one));
  const go = ({ at }: TextSymbol): void => {
    const place = Math.min(at, view.state.doc.length);
    view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    view.focus();
  };
  return (
    <Dialog title={words.value.title} class="symbols" onClose={onClose}>
      <Chooser
        label={words.value.field}
        listLabel={words.value.title}
        typed={typed}
        shown={found.value.slice(0, MOST_SHOWN)}
        idOf={({ at }) => at}
        // the one that the caret is in
        first={Math.max(
          0,
          all.findLastIndex(({ at }) => at <= view.state.selection.main.head),
        )}
        oneClass={({ depth }) => `depth-${Math.min(depth, 4)}`}
        onChoose={go}
      >
        {(symbol) => (
          <>
            <span class="symbols-name">{symbol.name}</span>
            <span class="symbols-kind">
              {words.value.kinds[symbol.kind]}, {words.value.line(symbol.line)}
            </span>
          </>
        )}
      </Chooser>
      <p class="symbols-foot" role="status">
        {all.length === 0
          ? words.value.none
          : found.value.length === 0
            ? words.value.nothing
            : words.value.count(found.value.length)}
      </p>
    </Dialog>
  );
}
