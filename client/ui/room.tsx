// The room's screen. Loaded apart from the start, with the editor.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../editor/editor.css";
import type { Page } from "./page.ts";
import { hereCount } from "./people.tsx";
import { RefusedDialog } from "./refusedDialog.tsx";
import "./room.css";
import { RoomHeader } from "./roomHeader.tsx";
import { type Arrival, RoomModel } from "./roomModel.ts";
import { StatusBar } from "./statusBar.tsx";

interface RoomProps {
  readonly page: Page;
  readonly arrival: Arrival;
  readonly onNoRoom: () => void;
  /** at the door, with the password that was typed there */
  readonly onAgain: (password?: string) => void;
  /** the key that was remembered is not one of this room */
  readonly onJoinAgain: () => void;
}

/** Mounted anew for every arrival. */
export function Room({ page, arrival, onNoRoom, onAgain, onJoinAgain }: RoomProps) {
  const model = useMemo(() => new RoomModel(page, arrival), []);
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
  const Door = [...model.features.values()].find((feature) => feature.Door)?.Door;
  if (Door && isAtTheDoor(model)) return <Door name={arrival.name} onAgain={onAgain} />;
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

/** Nobody is shown a room before they are in, once there is more to say than that it takes a moment. */
function isAtTheDoor({ you, status: { value: status } }: RoomModel): boolean {
  if (you.value !== undefined) return false;
  return status.state === "waiting" || status.state === "ended" || (status.state === "offline" && !!status.reason);
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
