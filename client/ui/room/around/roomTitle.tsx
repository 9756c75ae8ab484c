// What the room is called, at its head; whoever may write changes it there. Knows no connection.
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { RenameIcon } from "../../parts/icons.tsx";
import { show } from "../../parts/notices.tsx";
import { roomName } from "../../parts/roomLabel.ts";
import { tip } from "../../parts/tips/tip.ts";
import type { RoomModel } from "../roomModel.ts";
import { TitleForm } from "../../parts/titleForm.tsx";
import { words } from "../../words.around.ts";
import { takesChanges } from "../../../sync/status.ts";

export function RoomTitle({ model }: { readonly model: RoomModel }) {
  const isEditing = model.isRenaming;
  const wantsFocus = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const canSet = useComputed(() => takesChanges(model.status.value));
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
    else show(words.value.titleStays);
  };

  const { title = "", dateCreated } = model.named.value;
  const isNamed = title !== "";
  const label = dateCreated === undefined ? "" : roomName({ dateCreated });
  const name = (
    <>
      <span class="unseen">{words.value.room} </span>
      <span class="room-title-text">{isNamed ? title : label}</span>
    </>
  );
  return (
    <>
      <h1 class={isEditing.value ? "unseen" : "room-name"}>
        {model.people.you.value?.role === "viewer" || isEditing.value ? (
          name
        ) : (
          <button
            ref={button}
            type="button"
            class={isNamed ? "rename" : "rename made-up"}
            {...tip(words.value.renameRoom)}
            disabled={!canSet.value}
            onClick={() => {
              isEditing.value = true;
            }}
          >
            {name}
            <RenameIcon />
          </button>
        )}
      </h1>
      {isEditing.value && <TitleForm title={model.room.value?.title ?? ""} placeholder={label} onDone={rename} />}
    </>
  );
}
