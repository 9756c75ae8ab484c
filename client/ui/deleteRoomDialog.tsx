// Asks before a room is deleted, in words that say what that means. Knows neither the room nor how it is deleted.
import { Dialog } from "./dialog.tsx";

interface DeleteRoomProps {
  readonly name: string;
  /** who else is in it now, in words; "" when nobody is */
  readonly here: string;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

export function DeleteRoomDialog({ name, here, onDelete, onClose }: DeleteRoomProps) {
  return (
    <Dialog title={`Delete “${name}” for everybody?`} onClose={onClose}>
      <p>
        All that was written in this room is deleted with it, its history too, and its link leads nowhere any more. It
        cannot be brought back.
      </p>
      {here !== "" && (
        <p>
          <strong>In there now: {here}.</strong> Their room ends at once.
        </p>
      )}
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          Keep it
        </button>
        <button type="submit" class="button danger" onClick={onDelete}>
          Delete the room
        </button>
      </form>
    </Dialog>
  );
}
