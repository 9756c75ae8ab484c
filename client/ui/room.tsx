// The room's screen. Loaded apart from the start, with the editor.
import { effect, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../editor/editor.css";
import type { Page } from "./page.ts";
import { OnlyHereBars } from "./onlyHereBars.tsx";
import { overWords } from "./overWords.ts";
import { hereCount } from "./people.tsx";
import "./room.css";
import { RoomHeader } from "./roomHeader.tsx";
import { type Arrival, RoomModel } from "./roomModel.ts";
import { RoomOver } from "./roomOver.tsx";
import { StatusBar } from "./statusBar.tsx";

interface RoomProps {
  readonly page: Page;
  readonly arrival: Arrival;
  readonly onNoRoom: () => void;
  /** at the door, with the password that was typed there */
  readonly onAgain: (password?: string) => void;
}

/** Mounted anew for every arrival. */
export function Room({ page, arrival, onNoRoom, onAgain }: RoomProps) {
  const model = useMemo(() => new RoomModel(page, arrival), []);
  useEffect(() => {
    model.start();
    return () => model.stop();
  }, [model]);
  useSignalEffect(() => {
    const status = model.status.value;
    const count = hereCount(model);
    const before =
      status.state === "ended" ? `${overWords(status.code, status.message).title}: ` : count > 1 ? `(${count}) ` : "";
    document.title = `${before}${model.name.value} – Code Companion`;
  });
  useSignalEffect(() => {
    const status = model.status.value;
    // a text that is on the screen stays there to be copied
    if (status.state === "ended" && status.code === "room_not_found" && model.files.editor.value === undefined)
      onNoRoom();
  });
  const Door = [...model.features.values()].find((feature) => feature.Door)?.Door;
  if (Door && isAtTheDoor(model))
    return <Door name={arrival.name} onAgain={onAgain} onJoinAgain={() => model.joinAgain()} />;
  const isOver = model.status.value.state === "ended";
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
        Skip to the code
      </a>
      <RoomHeader model={model} />
      <div class="code-column">
        {isOver && <RoomOver model={model} />}
        <OnlyHereBars model={model} />
        {[...model.features].map(([name, { Bar }]) => Bar && <Bar key={name} />)}
        <Code model={model} />
      </div>
      <div class="panels">
        {!isOver && [...model.features].map(([name, { Panel }]) => Panel && <Panel key={name} />)}
      </div>
      <StatusBar model={model} />
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
      aria-label={name !== undefined && all?.[1] ? `Code, ${name}` : "Code"}
      aria-busy={files.editor.value === undefined}
    />
  );
}
