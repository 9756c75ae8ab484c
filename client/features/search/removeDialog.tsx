// Asks before what is found is removed everywhere, in words that say what that means. Knows no text.
import { Dialog } from "../../ui/parts/dialog.tsx";
import type { SearchModel } from "./searchModel.ts";
import { words } from "./words.later.ts";

interface RemoveProps {
  readonly model: SearchModel;
  readonly onClose: () => void;
}

export function RemoveDialog({ model, onClose }: RemoveProps) {
  const { remove } = words.value;
  return (
    <Dialog title={remove.title(model.count.value)} onClose={onClose}>
      <p>{remove.text(model.found.value.length)}</p>
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          {remove.keep}
        </button>
        <button type="submit" class="button danger" onClick={() => void model.replace()}>
          {remove.yes}
        </button>
      </form>
    </Dialog>
  );
}
