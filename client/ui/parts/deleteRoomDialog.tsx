// Asks before a room is deleted, in words that say what that means. Knows neither the room nor how it is deleted.
import { Dialog } from "./dialog.tsx";
import { words } from "../words.around.ts";

interface DeleteRoomProps {
  readonly name: string;
  /** who else is in it now, in words; "" when nobody is */
  readonly here: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

export function DeleteRoomDialog({ name, here, onDelete, onClose }: DeleteRoomProps) {
  const { deleteRoom } = words.value;
  return (
    <Dialog title={deleteRoom.title(name)} onClose={onClose}>
      <p>{deleteRoom.text}</p>
      {here !== "" && (
        <p>
          <strong>{deleteRoom.hereNow(here)}</strong> {deleteRoom.endsAtOnce}
        </p>
      )}
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          {deleteRoom.keep}
        </button>
        <button type="submit" class="button danger" onClick={onDelete}>
          {deleteRoom.yes}
        </button>
      </form>
    </Dialog>
  );
}
