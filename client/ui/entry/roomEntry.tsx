// The way into a room: is there one, and who is coming. Knows no editor and no connection.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomDetails } from "#protocol/events.ts";
import { isViewingAddress } from "#protocol/roomId.ts";
import { ApiError, getRoom } from "../../api.ts";
import type { RoomPlace } from "../../roomLink.ts";
import { loadRoom, roomScreen } from "../room/loadRoom.ts";
import { NotLoaded } from "../site/notLoaded.tsx";
import type { Page } from "../page.ts";
import { useLoaded } from "../parts/useLoaded.ts";
import { words } from "../words.ts";

export function RoomEntry({ page, place }: { readonly page: Page; readonly place: RoomPlace }) {
  const { roomId, invitation } = place;
  const name = useSignal(page.memory.room(roomId)?.name || page.memory.name);
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

  const RoomScreen = roomScreen.value;
  const cannotLoad = (): void => {
    failed.value = true;
  };
  const NoRoom = useLoaded(
    () => gone.value,
    async () => (await import("./noRoom.tsx")).NoRoom,
    cannotLoad,
  );
  const AskName = useLoaded(
    () => name.value === "",
    async () => (await import("./askName.tsx")).AskName,
    cannotLoad,
  );
  if (failed.value) return <NotLoaded title={words.value.editorNotLoaded} />;
  if (gone.value) return NoRoom ? <NoRoom page={page} roomId={roomId} /> : <Opening />;
  if (name.value === "" && !AskName) return <Opening />;
  if (name.value === "" && AskName)
    return (
      <AskName
        page={page}
        room={details.value}
        isForReading={isViewingAddress(roomId)}
        isGuarded={isGuarded.value}
        onName={(given) => {
          page.memory.name = given;
          name.value = given;
        }}
      />
    );
  if (RoomScreen !== undefined)
    return (
      <RoomScreen
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
  return <Opening />;
}

const Opening = () => <main class="opening" aria-busy="true" aria-label={words.value.openingRoom} />;
