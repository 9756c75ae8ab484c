// After something was taken from somebody: the new link for the others, and a while in which it can be undone. Knows no list.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { LinkRow } from "./linkRow.tsx";
import type { RolesModel, Taken } from "./rolesModel.ts";

interface TakenDialogProps {
  readonly model: RolesModel;
  readonly onClose: () => void;
}

const SECOND_MS = 1_000;

export function TakenDialog({ model, onClose }: TakenDialogProps) {
  const taken = model.taken.value;
  const person = model.room.room.value?.participants.find((one) => one.participant === taken?.participant);
  if (taken === undefined || person === undefined) return null;
  const { name, role } = person;
  const isRemoved = person.removed === true;
  const link = model.made("edit");
  return (
    <Dialog
      class="roles-dialog"
      title={isRemoved ? `${name} is removed` : `${name} is ${role === "viewer" ? "a viewer" : "an editor"} now`}
      onClose={onClose}
    >
      <p>{whatClosed(name, taken, isRemoved)}</p>
      {taken.closed && link !== undefined && (
        <LinkRow
          title="Link for editing"
          text="For whoever should still come in. It gives editing until you take it back, and is not shown again once this page is gone."
          link={link}
          autofocus
        />
      )}
      <div class="actions">
        {taken.closed && link === undefined && (
          <button
            type="button"
            class="button"
            onClick={() => {
              model.open.value = "share";
            }}
          >
            Share the room…
          </button>
        )}
        <UndoButton
          until={taken.until}
          onUndo={() => {
            model.undo(taken);
            onClose();
          }}
        />
        <button type="button" class="button" autofocus={link === undefined || !taken.closed} onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function whatClosed(name: string, { closed }: Taken, isRemoved: boolean): string {
  if (!closed) return `The links stay as they are: ${name} can come again as somebody new by those that ${name} knows.`;
  return isRemoved
    ? `What ${name} knew lets nobody new in any more.`
    : `What ${name} knew gives nobody new more than that.`;
}

interface UndoButtonProps {
  readonly until: number;
  readonly onUndo: () => void;
}

/** For as long as it can be undone, with the seconds that are left. */
function UndoButton({ until, onUndo }: UndoButtonProps) {
  const left = useSignal(until - Date.now());
  useEffect(() => {
    const tick = setInterval(() => {
      left.value = until - Date.now();
    }, SECOND_MS);
    return () => clearInterval(tick);
  }, [until]);
  if (left.value <= 0) return null;
  return (
    <button type="button" class="button roles-undo" aria-label="Undo" onClick={onUndo}>
      Undo <span aria-hidden="true">({Math.ceil(left.value / SECOND_MS)} s)</span>
    </button>
  );
}
