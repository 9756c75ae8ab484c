// What the room is called, at its head; whoever may write changes it there. Knows no connection.
import { useComputed, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { show } from "./notices.tsx";
import type { RoomModel } from "./roomModel.ts";
import { TitleForm } from "./titleForm.tsx";

export function RoomTitle({ model }: { readonly model: RoomModel }) {
  const isEditing = useSignal(false);
  const wantsFocus = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const canSet = useComputed(() => ["saved", "saving"].includes(model.status.value.state));
  useLayoutEffect(() => {
    if (!wantsFocus.current || isEditing.value) return;
    wantsFocus.current = false;
    button.current?.focus();
  });

  const rename = (title: string | undefined, byKeyboard: boolean): void => {
    isEditing.value = false;
    wantsFocus.current = byKeyboard;
    if (title === undefined) return;
    if (canSet.value) model.setTitle(title);
    else show("The title stays as it was: there is no connection.");
  };

  const name = (
    <>
      <span class="unseen">Room </span>
      {model.name.value}
    </>
  );
  return (
    <>
      <h1 class={isEditing.value ? "unseen" : model.name.value === model.roomId ? "room-id" : "room-name"}>
        {model.you.value?.role === "viewer" || isEditing.value ? (
          name
        ) : (
          <button
            ref={button}
            type="button"
            class="rename"
            title="Rename the room"
            disabled={!canSet.value}
            onClick={() => {
              isEditing.value = true;
            }}
          >
            {name}
          </button>
        )}
      </h1>
      {isEditing.value && (
        <TitleForm title={model.room.value?.title ?? ""} placeholder={model.roomId} onDone={rename} />
      )}
    </>
  );
}
