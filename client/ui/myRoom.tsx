// One of this browser's rooms in the list: where it leads, what is known of it, and what can be done with it. Knows no server.
import type { RoomNow } from "../api.ts";
import type { KnownRoom } from "../identity.ts";
import { pressed } from "../pressed.ts";
import { CloseIcon, DeleteIcon, RenameIcon, StarIcon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { hereWords, myRole } from "./roomList.ts";
import { roomName } from "./roomLookups.ts";
import { Ago } from "./timeWords.tsx";
import { TitleForm } from "./titleForm.tsx";

/** What can be asked of a room in the list. */
export type RoomAction = "star" | "rename" | "forget" | "delete";

interface MyRoomProps {
  readonly room: KnownRoom;
  /** as the server said last; absent while that is not known */
  readonly now: RoomNow | undefined;
  readonly isRenaming: boolean;
  readonly onAction: (action: RoomAction, room: KnownRoom) => void;
  readonly onTitle: (room: KnownRoom, title: string | undefined, byKeyboard: boolean) => void;
}

export function MyRoom({ room, now, isRenaming, onAction, onTitle }: MyRoomProps) {
  const { roomId, title = "", starred = false, gone = false } = room;
  const name = roomName(room);
  const role = myRole(room, now);
  const here = now === undefined ? "" : hereWords(now, room.participant);
  const can: readonly RoomAction[] = gone
    ? ["forget"]
    : [
        ...(role === "owner" || role === "editor" ? ["rename" as const] : []),
        "forget",
        ...(role === "owner" ? ["delete" as const] : []),
      ];
  const act = (action: RoomAction) => () => onAction(action, room);
  return (
    <li
      class={gone ? "my-room gone" : "my-room"}
      data-room={roomId}
      onKeyDown={pressed((event) => {
        const action = event.key === "F2" ? "rename" : event.key === "Delete" ? "forget" : undefined;
        if (action === undefined || isRenaming || !can.includes(action)) return;
        event.preventDefault();
        onAction(action, room);
      })}
    >
      <button
        type="button"
        class="button quiet icon-only star"
        aria-pressed={starred}
        aria-label={`Star ${name}`}
        title={starred ? "Take the star away" : "Star: comes first in the list"}
        onClick={act("star")}
      >
        <StarIcon />
      </button>
      <div class="my-room-name">
        {isRenaming ? (
          <TitleForm title={title} placeholder={roomId} onDone={(...done) => onTitle(room, ...done)} />
        ) : gone ? (
          <span class="my-room-title">{name}</span>
        ) : (
          <Link to={roomId} class={title === "" ? "my-room-title room-id" : "my-room-title"}>
            {name}
          </Link>
        )}
        <p class="my-room-details">
          {gone && (
            <>
              <strong>Gone</strong> ·{" "}
            </>
          )}
          {room.language ?? "Plain Text"} · as {room.name} · <Ago time={room.visited} now={() => Date.now()} />
          {title !== "" && (
            <span class="my-room-id">
              {" "}
              · <span class="room-id">{roomId}</span>
            </span>
          )}
        </p>
      </div>
      <p class="my-room-here">
        {here !== "" && (
          <>
            <span class="here-dot" aria-hidden="true" />
            <span>
              <span class="unseen">In there now: </span>
              {here}
            </span>
          </>
        )}
      </p>
      <div class="my-room-tools">
        {can.includes("rename") && (
          <button
            type="button"
            class="button quiet icon-only rename"
            aria-label={`Rename ${name}`}
            title="Rename, for everybody (F2)"
            onClick={act("rename")}
          >
            <RenameIcon />
          </button>
        )}
        <button
          type="button"
          class="button quiet icon-only forget"
          aria-label={`Forget ${name}`}
          title="Forget: take it off this list (Del)"
          onClick={act("forget")}
        >
          <CloseIcon />
        </button>
        {can.includes("delete") && (
          <button
            type="button"
            class="button quiet icon-only delete"
            aria-label={`Delete ${name}`}
            title="Delete, for everybody"
            onClick={act("delete")}
          >
            <DeleteIcon />
          </button>
        )}
      </div>
    </li>
  );
}
