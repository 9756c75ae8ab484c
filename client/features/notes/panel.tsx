// The notes beside the code; on a narrow screen over it. Loaded apart from the room. Knows no connection.
import { effect } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { TypedAhead, useFocusOfPlace } from "../../ui/parts/focusOfPlace.tsx";
import { words } from "./words.ts";
import "./notes.css";

/** The number of the file, as the other half has it. */
const NOTES = 1_000_002;

export function NotesPanel({ room }: { readonly room: PageRoom }) {
  return (
    <div class="notes">
      <p class="notes-hint">{words.value.hint}</p>
      <Editor room={room} />
    </div>
  );
}

function Editor({ room }: { readonly room: PageRoom }) {
  const ref = useRef<HTMLDivElement>(null);
  const editor = useMemo(() => room.beside.open(NOTES, { label: words.value.editor, language: "Markdown" }), [room]);
  // before the focus comes
  useLayoutEffect(() => {
    const stop = effect(() => {
      const there = editor.value;
      if (there === undefined || ref.current === null) return undefined;
      there.putInto(ref.current);
      return () => there.takeOff();
    });
    return () => {
      stop();
      room.beside.leave();
    };
  }, [editor, room]);
  useFocusOfPlace((typed) => {
    const view = editor.peek()?.view;
    // on a phone the keyboard would cover what is there
    if (view === undefined || room.workbench.isPhone.peek()) return;
    view.focus();
    if (typed !== "") view.dispatch(view.state.replaceSelection(typed), { userEvent: "input.type" });
  });
  const hint = { "--hint": JSON.stringify(words.value.empty) };
  const isLoading = editor.value === undefined;
  return (
    <>
      {isLoading && <TypedAhead />}
      <div class="editor notes-editor" style={hint} ref={ref} aria-busy={isLoading} />
    </>
  );
}
