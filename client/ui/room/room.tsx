// The room's screen. Loaded apart from the start, with the editor.
import { effect, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../../editor/editor.css";
import "../../editor/colours.css";
import { wearPreferences } from "../../editor/preferences.ts";
import { Areas } from "./areas.tsx";
import type { Page } from "../page.ts";
import "./room.css";
import { type Arrival, RoomModel } from "./roomModel.ts";
import { words } from "../words.ts";
import { WorkbenchView } from "./workbenchView.tsx";

interface RoomProps {
  readonly page: Page;
  readonly arrival: Arrival;
  readonly onNoRoom: () => void;
  /** at the door, with the password that was typed there */
  readonly onAgain: (password?: string) => void;
}

/** Mounted anew for every arrival. */
export function RoomScreen({ page, arrival, onNoRoom, onAgain }: RoomProps) {
  const model = useMemo(() => new RoomModel(page, arrival), []);
  useEffect(() => {
    model.start();
    return () => model.stop();
  }, [model]);
  useEffect(() => wearPreferences(), []);
  useSignalEffect(() => {
    document.title = model.around.value?.windowTitle(model) ?? "Code Companion";
  });
  useSignalEffect(() => {
    const status = model.status.value;
    // a text that is on the screen stays there to be copied
    if (status.state === "ended" && status.code === "room_not_found" && model.files.editor.value === undefined)
      onNoRoom();
  });
  const around = model.around.value;
  if (!around && isAtTheDoor(model))
    return <main class="opening" aria-busy="true" aria-label={words.value.openingRoom} />;
  const Door = [...model.features.values()].find((feature) => feature.Door)?.Door;
  if (Door && isAtTheDoor(model))
    return (
      <>
        {around && <around.EntryNotes page={page} />}
        <Door name={arrival.name} onAgain={onAgain} onJoinAgain={() => model.joinAgain()} />
      </>
    );
  const isOver = model.isOver.value;
  return (
    <div class={isOver || model.isFrozen.value ? "room at-rest" : "room"}>
      <a
        class="skip"
        href={`${location.pathname}#code`}
        onClick={(event) => {
          event.preventDefault();
          model.files.editor.value?.view.focus();
        }}
      >
        {words.value.skipToCode}
      </a>
      {around ? <around.RoomHeader model={model} /> : <div class="room-header" />}
      <WorkbenchView model={model} isOver={isOver}>
        {around && isOver && <around.RoomOver model={model} />}
        {around && <around.OnlyHereBars model={model} />}
        <Areas model={model} of={["above"]} />
        {around && <around.Banners model={model} />}
        <div class="code-place">
          <Code model={model} />
          {!isOver && (
            <div class="over-code">
              {around && <around.EmptyFile model={model} />}
              <Areas model={model} of={["over"]} />
            </div>
          )}
        </div>
        {!isOver && <Areas model={model} of={["below"]} />}
      </WorkbenchView>
      {around ? <around.StatusBar model={model} /> : <div class="status-bar" />}
      {around && !isOver && model.workbench.isPhone.value && <around.ThumbBar model={model} />}
    </div>
  );
}

/** Nobody is shown a room before they are in, once there is more to say than that it takes a moment. */
function isAtTheDoor({ people, status: { value: status } }: RoomModel): boolean {
  if (people.you.value !== undefined) return false;
  return status.state === "waiting" || status.state === "ended" || (status.state === "offline" && !!status.reason);
}

function Code({ model }: { readonly model: RoomModel }) {
  const ref = useRef<HTMLElement>(null);
  const { files } = model;
  const all = model.room.value?.files;
  const name = all?.find(({ file }) => file === files.shown.value)?.name;
  // at once, and not with the next painting, so that whoever shows a file can go on in its editor
  useEffect(
    () =>
      effect(() => {
        const editor = files.editor.value;
        if (editor === undefined || ref.current === null) return undefined;
        editor.putInto(ref.current);
        return () => editor.takeOff();
      }),
    [files],
  );
  return (
    <main
      id="code"
      class="editor"
      ref={ref}
      aria-label={name !== undefined && all?.[1] ? words.value.codeOf(name) : words.value.code}
      aria-busy={files.editor.value === undefined}
    />
  );
}
