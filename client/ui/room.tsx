// The room's screen. Loaded apart from the start, with the editor.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../editor/editor.css";
import type { Page } from "./page.ts";
import { hereCount } from "./people.tsx";
import { RefusedDialog } from "./refusedDialog.tsx";
import "./room.css";
import { RoomHeader } from "./roomHeader.tsx";
import { RoomModel } from "./roomModel.ts";
import { StatusBar } from "./statusBar.tsx";

interface RoomProps {
  readonly page: Page;
  readonly roomId: string;
  /** mine; the room may have remembered another */
  readonly name: string;
  readonly onNoRoom: () => void;
  /** the key that was remembered is not one of this room */
  readonly onJoinAgain: () => void;
}

export function Room({ page, roomId, name, onNoRoom, onJoinAgain }: RoomProps) {
  const model = useMemo(() => new RoomModel(page, roomId, name), [page, roomId, name]);
  useEffect(() => {
    model.start();
    return () => model.stop();
  }, [model]);
  useSignalEffect(() => {
    const count = hereCount(model);
    document.title = `${count > 1 ? `(${count}) ` : ""}${model.name.value} – Code Companion`;
  });
  useSignalEffect(() => {
    const status = model.status.value;
    // a text that is on the screen stays there to be copied
    if (status.state === "ended" && status.code === "room_not_found" && model.editor.value === undefined) onNoRoom();
  });
  const refused = model.refused.value;
  return (
    <div class="room">
      <a
        class="skip"
        href={`${location.pathname}#code`}
        onClick={(event) => {
          event.preventDefault();
          model.editor.value?.view.focus();
        }}
      >
        Skip to the code
      </a>
      <RoomHeader model={model} />
      <Code model={model} />
      {[...model.features].map(([name, { Panel }]) => Panel && <Panel key={name} />)}
      <StatusBar model={model} onJoinAgain={onJoinAgain} />
      {refused !== undefined && (
        <RefusedDialog
          refused={refused}
          onClose={() => {
            model.refused.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function Code({ model }: { readonly model: RoomModel }) {
  const ref = useRef<HTMLElement>(null);
  const editor = model.editor.value;
  useEffect(() => {
    if (editor === undefined) return;
    ref.current?.append(editor.view.dom);
    editor.view.focus();
  }, [editor]);
  return <main id="code" class="editor" ref={ref} aria-label="Code" aria-busy={editor === undefined} />;
}
