// Above the code: that something was taken from somebody, and the way back for as long as there is one. Knows no links.
import "./roles.css";
import type { RolesModel } from "./rolesModel.ts";
import { UndoButton } from "./undoButton.tsx";
import { whatWasTaken } from "./whatWasTaken.ts";
import { words } from "./words.owners.ts";

export function TakenBar({ model }: { readonly model: RolesModel }) {
  const taken = model.undoable.value;
  const person = model.room.people.person(taken?.participant);
  if (taken === undefined || person === undefined) return null;
  return (
    <div class="banner">
      <p>{whatWasTaken(person)}.</p>
      <UndoButton model={model} />
      <button type="button" class="button" onClick={() => model.leaveTaken(taken)}>
        {words.value.dismiss}
      </button>
    </div>
  );
}
