// After something was taken from somebody: the new link for the others, and a while in which it can be undone. Knows no list.
import { Dialog } from "../../ui/parts/dialog.tsx";
import { LinkRow } from "./linkRow.tsx";
import type { RolesModel, Taken } from "./rolesModel.ts";
import { UndoButton } from "./undoButton.tsx";
import { whatWasTaken } from "./whatWasTaken.ts";
import { words as owners } from "./words.owners.ts";
import { words } from "./words.ts";

interface TakenDialogProps {
  readonly model: RolesModel;
  readonly onClose: () => void;
}

export function TakenDialog({ model, onClose }: TakenDialogProps) {
  const taken = model.taken.value;
  const person = model.room.people.person(taken?.participant);
  if (taken === undefined || person === undefined) return null;
  const { name } = person;
  const isRemoved = person.removed === true;
  const link = model.made("edit");
  return (
    <Dialog class="roles-dialog" title={whatWasTaken(person)} onClose={onClose}>
      {person.robot === undefined && <p>{whatClosed(name, taken, isRemoved)}</p>}
      {taken.closed && link !== undefined && (
        <LinkRow title={words.value.edit.title} text={words.value.edit.afterTaking} link={link} autofocus />
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
            {owners.value.taken.share}
          </button>
        )}
        <UndoButton model={model} onUndo={onClose} />
        <button type="button" class="button" autofocus={link === undefined || !taken.closed} onClick={onClose}>
          {owners.value.done}
        </button>
      </div>
    </Dialog>
  );
}

function whatClosed(name: string, { closed }: Taken, isRemoved: boolean): string {
  const say = owners.value.taken;
  if (!closed) return say.stay(name);
  return `${isRemoved ? say.closed(name) : say.lowered(name)} ${say.still(name)}`;
}
