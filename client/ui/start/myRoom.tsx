// One of this browser's rooms in the list: where it leads, what is known of it, and what can be done with it. Knows no server.
import type { RoomNow } from "../../api.ts";
import type { KnownRoom } from "../../identity.ts";
import { pressed } from "../../pressed.ts";
import type { RoomNote } from "../pageFeature.ts";
import { CloseIcon, DeleteIcon, RenameIcon, StarIcon } from "../parts/icons.tsx";
import { Link } from "../parts/link.tsx";
import { hereWords } from "../parts/listedNames.ts";
import { myRole } from "./roomList.ts";
import { roomName } from "../parts/roomLabel.ts";
import { Ago } from "../parts/times/timeWords.tsx";
import { tip } from "../parts/tips/tip.ts";
import { TitleForm } from "../parts/titleForm.tsx";
import { words as around } from "../words.around.ts";
import { words } from "./words.ts";

/** What can be asked of a room in the list. */
export type ListedRoomAction = "star" | "rename" | "forget" | "delete";

interface MyRoomProps {
  readonly room: KnownRoom;
  /** as the server said last; absent while that is not known */
  readonly now: RoomNow | undefined;
  /** what features say of it */
  readonly notes: readonly RoomNote[];
  readonly isRenaming: boolean;
  readonly onAction: (action: ListedRoomAction, room: KnownRoom) => void;
  readonly onTitle: (room: KnownRoom, title: string | undefined, byKeyboard: boolean) => void;
}

export function MyRoom({ room, now, notes, isRenaming, onAction, onTitle }: MyRoomProps) {
  const { roomId, title = "", dateCreated, starred = false, gone = false } = room;
  const name = roomName(room);
  const role = myRole(room, now);
  const here = now === undefined ? "" : hereWords(now, room.participant);
  const can: readonly ListedRoomAction[] = gone
    ? ["forget"]
    : [
        ...(role === "owner" || role === "editor" ? ["rename" as const] : []),
        "forget",
        ...(role === "owner" ? ["delete" as const] : []),
      ];
  const act = (action: ListedRoomAction) => () => onAction(action, room);
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
        aria-label={words.value.star(name)}
        {...tip(starred ? words.value.unstarHint : words.value.starHint)}
        onClick={act("star")}
      >
        <StarIcon />
      </button>
      <div class="my-room-name">
        {isRenaming ? (
          <TitleForm
            title={title}
            placeholder={roomName({ dateCreated })}
            onDone={(...done) => onTitle(room, ...done)}
          />
        ) : gone ? (
          <span class="my-room-title">{name}</span>
        ) : (
          <Link to={roomId} class="my-room-title">
            {name}
          </Link>
        )}
        <p class="my-room-details">
          {gone && (
            <>
              <strong>{words.value.gone}</strong> ·{" "}
            </>
          )}
          {room.language ?? "Plain Text"} · {words.value.as(room.name)} ·{" "}
          <Ago time={room.visited} now={() => Date.now()} />
        </p>
        {now && !gone && notes.map((Note) => <Note key={Note} room={room} name={name} now={now} role={role} />)}
      </div>
      <p class="my-room-here">
        {here !== "" && (
          <>
            <span class="here-dot" aria-hidden="true" />
            <span>
              <span class="unseen">{around.value.inThereNow} </span>
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
            aria-label={words.value.rename(name)}
            {...tip(words.value.renameHint)}
            onClick={act("rename")}
          >
            <RenameIcon />
          </button>
        )}
        <button
          type="button"
          class="button quiet icon-only forget"
          aria-label={words.value.forget(name)}
          {...tip(words.value.forgetHint)}
          onClick={act("forget")}
        >
          <CloseIcon />
        </button>
        {can.includes("delete") && (
          <button
            type="button"
            class="button quiet icon-only delete"
            aria-label={words.value.remove(name)}
            {...tip(words.value.removeHint)}
            onClick={act("delete")}
          >
            <DeleteIcon />
          </button>
        )}
      </div>
    </li>
  );
}
