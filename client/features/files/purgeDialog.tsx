// Asks before deleted files are deleted for good, in words that say what that means. Knows neither the room nor how it is done.
import type { RoomFile } from "#protocol/events.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { words } from "./words.later.ts";

interface PurgeProps {
  readonly files: readonly RoomFile[];
  readonly onPurge: () => void;
  readonly onClose: () => void;
}

export function PurgeDialog({ files, onPurge, onClose }: PurgeProps) {
  const [first] = files;
  const { purge } = words.value;
  const isOne = files.length === 1;
  return (
    <Dialog title={isOne ? purge.one(first?.name ?? "") : purge.many(files.length)} onClose={onClose}>
      <p>{isOne ? purge.textOfOne : purge.textOfMany(files.length)}</p>
      <p>{purge.goesAlong}</p>
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          {isOne ? purge.keepOne : purge.keepMany}
        </button>
        <button type="submit" class="button danger" onClick={onPurge}>
          {purge.purge}
        </button>
      </form>
    </Dialog>
  );
}
