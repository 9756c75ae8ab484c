// A room by its hash, as a list has it. Knows no room.
import { words } from "./words.ts";

/** Opens what there is to know of it and to do. */
export function RoomButton({ hash, onOpen }: { readonly hash: string; readonly onOpen: (hash: string) => void }) {
  return (
    <button
      type="button"
      class="button small dashboard-hash"
      aria-label={words.value.roomList.open(hash)}
      onClick={() => onOpen(hash)}
    >
      {hash}
    </button>
  );
}
