// The way into a room: is there one, and who is coming. Knows no editor and no connection.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomDetails } from "#protocol/events.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/names.ts";
import { isViewingAddress } from "#protocol/roomId.ts";
import { ApiError, getRoom } from "../api.ts";
import type { RoomPlace } from "../roomLink.ts";
import { Field } from "./field.tsx";
import "./home.css";
import { giveBackAll } from "./leftBehind.ts";
import { Link } from "./link.tsx";
import { loadRoom, roomScreen } from "./loadRoom.ts";
import { Message } from "./message.tsx";
import type { Page } from "./page.ts";
import { SiteHeader } from "./siteHeader.tsx";
import { Ago } from "./timeWords.tsx";

export function RoomEntry({ page, place }: { readonly page: Page; readonly place: RoomPlace }) {
  const { roomId, invitation } = place;
  const name = useSignal(page.memory.room(roomId)?.name ?? page.memory.name);
  const details = useSignal<RoomDetails | undefined>(undefined);
  const gone = useSignal(false);
  /** the room does not let everybody with a link look */
  const isGuarded = useSignal(false);
  const failed = useSignal(false);
  const password = useSignal<string | undefined>(undefined);
  /** how often somebody has come again, with another key or password */
  const again = useSignal(0);

  useEffect(() => {
    void loadRoom().then((loaded) => {
      failed.value = !loaded;
    });
    getRoom(roomId, page.memory.room(roomId)?.key).then(
      (room) => {
        details.value = room;
      },
      (problem: unknown) => {
        // any other problem is the connection's to tell
        const code = problem instanceof ApiError ? problem.code : undefined;
        gone.value = code === "room_not_found";
        isGuarded.value = code === "not_admitted" || code === "room_closed";
        if (gone.value) page.memory.change(roomId, { gone: true });
      },
    );
  }, [roomId]);

  const Room = roomScreen.value;
  if (gone.value) return <NoRoom page={page} roomId={roomId} />;
  if (name.value === "")
    return (
      <AskName
        room={details.value}
        isForReading={isViewingAddress(roomId)}
        isGuarded={isGuarded.value}
        onName={(given) => {
          page.memory.name = given;
          name.value = given;
        }}
      />
    );
  if (Room !== undefined)
    return (
      <Room
        key={again.value}
        page={page}
        arrival={{
          roomId,
          name: name.value,
          ...(invitation !== undefined && { invitation }),
          ...(password.value !== undefined && { password: password.value }),
        }}
        onNoRoom={() => {
          gone.value = true;
        }}
        onAgain={(typed) => {
          password.value = typed ?? password.value;
          again.value += 1;
        }}
      />
    );
  if (failed.value)
    return (
      <Message
        title="The editor could not be loaded"
        text="The connection broke, or there is a newer version of the page."
      >
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Load it again
        </button>
      </Message>
    );
  return <main class="opening" aria-busy="true" aria-label="Opening the room" />;
}

function NoRoom({ page, roomId }: { readonly page: Page; readonly roomId: string }) {
  const known = page.memory.room(roomId) !== undefined;
  useEffect(() => void giveBackAll(page, roomId), [page, roomId]);
  return (
    <Message
      title="There is no such room"
      text={
        known
          ? `The room ${roomId}, in which you have been, is gone: its owner has deleted it or taken this link back, or nobody has visited it for long.`
          : `No room is at ${roomId}. Check the link, or create a new room and send its link instead.`
      }
    >
      <p class="actions">
        <Link to="" class="button primary">
          Create a new room
        </Link>
        {known && (
          <button type="button" class="button" onClick={() => page.memory.forget(roomId)}>
            Forget this one
          </button>
        )}
      </p>
    </Message>
  );
}

interface AskNameProps {
  /** what is known of the room so far */
  readonly room: RoomDetails | undefined;
  /** the link is one for viewing */
  readonly isForReading: boolean;
  readonly isGuarded: boolean;
  readonly onName: (name: string) => void;
}

function AskName({ room, isForReading, isGuarded, onName }: AskNameProps) {
  const name = useSignal("");
  const error = useSignal("");
  useEffect(() => {
    document.title = "Join a room – Code Companion";
  }, []);
  const owner = room?.participants.find(({ participant }) => participant === room.owner);
  const how = isForReading
    ? "Type your name, and you can read what is written there."
    : "Type your name, and you are in.";

  const enter = (event: SubmitEvent): void => {
    event.preventDefault();
    const clean = cleanName(name.value, DEFAULT_LIMITS.nameCharacters);
    if (clean === "") error.value = "Type a name, so that the others know who you are.";
    else onName(clean);
  };

  return (
    <div class="site">
      <SiteHeader />
      <main class="card message">
        <h1>You are invited to {isForReading ? "read along" : "join in"}</h1>
        <p>
          {isGuarded ? (
            "Its owner decides who comes in. Say who you are first."
          ) : room === undefined ? (
            how
          ) : (
            <>
              {room.title !== "" && <strong>{room.title}: </strong>}A {room.programmingLanguage} room, created{" "}
              <Ago time={room.dateCreated} />
              {owner !== undefined && (
                <>
                  {" "}
                  by <strong>{owner.name}</strong>
                </>
              )}
              . {how}
            </>
          )}
        </p>
        <form onSubmit={enter} noValidate>
          <Field
            label="Your name"
            value={name}
            error={error.value}
            autocomplete="nickname"
            maxLength={DEFAULT_LIMITS.nameCharacters}
            autofocus
          />
          <button type="submit" class="button primary wide">
            Enter the room
          </button>
        </form>
      </main>
    </div>
  );
}
