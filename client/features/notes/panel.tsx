// The notes beside the code; on a narrow screen over it. Loaded apart from the room. Knows no connection.
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { PageRoom } from "../../ui/feature.ts";
import { useFocusOfPlace } from "../../ui/placeView.tsx";
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
  const wantsFocus = useRef(false);
  const editor = useMemo(() => room.beside.open(NOTES, { label: words.value.editor, language: "Markdown" }), [room]);
  useEffect(() => {
    const stop = effect(() => {
      const there = editor.value;
      if (there === undefined || ref.current === null) return undefined;
      there.putInto(ref.current);
      if (wantsFocus.current) there.view.focus();
      wantsFocus.current = false;
      return () => there.takeOff();
    });
    return () => {
      stop();
      room.beside.leave();
    };
  }, [editor, room]);
  // after it is in its place
  useFocusOfPlace(() => {
    // on a phone the keyboard would cover what is there
    if (room.workbench.isPhone.peek()) return;
    editor.peek()?.view.focus();
    wantsFocus.current = editor.peek() === undefined;
  });
  const hint = { "--hint": JSON.stringify(words.value.empty) };
  return <div class="editor notes-editor" style={hint} ref={ref} aria-busy={editor.value === undefined} />;
}
