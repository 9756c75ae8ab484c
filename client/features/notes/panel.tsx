// The notes beside the code; on a narrow screen over it. Loaded apart from the room. Knows no connection.
import { effect, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { FeatureRoom } from "../../ui/feature.ts";
import { narrow } from "../../ui/screenWidth.ts";
import { SidePanel } from "../../ui/sidePanel.tsx";
import "./notes.css";

/** The number of the file, as the other half has it. */
const NOTES = 1_000_002;

export function NotesPanel({ room, isOpen }: { readonly room: FeatureRoom; readonly isOpen: Signal<boolean> }) {
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <SidePanel title="Private notes" closeLabel="Close the notes" openerId="notes-button" onClose={close}>
      <div class="notes">
        <p class="notes-hint">Owners of this room alone can read and write them. They stay with the room.</p>
        <Editor room={room} />
      </div>
    </SidePanel>
  );
}

function Editor({ room }: { readonly room: FeatureRoom }) {
  const ref = useRef<HTMLDivElement>(null);
  const editor = useMemo(
    () => room.openBeside(NOTES, { label: "Private notes, for owners alone", language: "Markdown" }),
    [room],
  );
  useEffect(() => {
    const stop = effect(() => {
      const there = editor.value;
      if (there === undefined || ref.current === null) return undefined;
      there.putInto(ref.current);
      // on a phone the keyboard would cover what is there
      if (!narrow.peek()) there.view.focus();
      return () => there.takeOff();
    });
    return () => {
      stop();
      room.leaveBeside();
    };
  }, [editor, room]);
  return <div class="editor notes-editor" ref={ref} aria-busy={editor.value === undefined} />;
}
