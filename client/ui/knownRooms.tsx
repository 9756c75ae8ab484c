// The rooms this browser has been in, to go back to or to forget. Knows what the browser remembers, nothing else.
import { useSignal } from "@preact/signals";
import type { BrowserMemory, KnownRoom } from "../identity.ts";
import { CloseIcon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { Ago } from "./timeWords.tsx";

export function KnownRooms({ memory }: { readonly memory: BrowserMemory }) {
  const rooms = useSignal(memory.rooms);
  if (rooms.value.length === 0) return null;
  const forget = ({ roomId }: KnownRoom): void => {
    memory.forget(roomId);
    rooms.value = memory.rooms;
  };
  return (
    <section class="known">
      <h2>Rooms you have been in</h2>
      <ul>
        {rooms.value.map((room) => (
          <li key={room.roomId}>
            <Link to={room.roomId} class="known-room">
              <span class="room-id">{room.roomId}</span>
              <span class="known-details">
                {room.language ?? "Plain Text"} · as {room.name} · <Ago time={room.visited} />
              </span>
            </Link>
            <button
              type="button"
              class="button quiet icon-only"
              aria-label={`Forget room ${room.roomId}`}
              title="Forget this room"
              onClick={() => forget(room)}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
