// After something was taken from somebody: the new link for the others, and a while in which it can be undone. Knows no list.
import { Dialog } from "../../ui/dialog.tsx";
import { LinkRow } from "./linkRow.tsx";
import type { RolesModel, Taken } from "./rolesModel.ts";
import { UndoButton } from "./undoButton.tsx";
import { whatWasTaken } from "./whatWasTaken.ts";

interface TakenDialogProps {
  readonly model: RolesModel;
  readonly onClose: () => void;
}

export function TakenDialog({ model, onClose }: TakenDialogProps) {
  const taken = model.taken.value;
  const person = model.room.room.value?.participants.find((one) => one.participant === taken?.participant);
  if (taken === undefined || person === undefined) return null;
  const { name } = person;
  const isRemoved = person.removed === true;
  const link = model.made("edit");
  return (
    <Dialog class="roles-dialog" title={whatWasTaken(person)} onClose={onClose}>
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
        <UndoButton model={model} onUndo={onClose} />
        <button type="button" class="button" autofocus={link === undefined || !taken.closed} onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function whatClosed(name: string, { closed }: Taken, isRemoved: boolean): string {
  if (!closed) return `The links stay as they are: ${name} can come again as somebody new by those that ${name} knows.`;
  const still = `A link or code that somebody sent ${name}, in the chat or elsewhere, is not known here: Share has all that there are.`;
  return isRemoved
    ? `What the room has shown ${name} lets nobody new in any more. ${still}`
    : `What the room has shown ${name} gives nobody new more than that. ${still}`;
}
