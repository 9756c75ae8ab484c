// Above the code: that the file that is shown was deleted, and what this person has deleted, each with the way back.
import type { FilesModel } from "./filesModel.ts";
import { lastNameOf } from "./tree.ts";
import { words } from "./words.ts";

export function Banners({ model }: { readonly model: FilesModel }) {
  const { room } = model;
  const shown = room.room.value?.files.find(({ file }) => file === room.tabs.shown.value);
  const deletion = model.deletion.value;
  const mayChange = model.mayChange.value;
  return (
    <div class="file-banners" aria-live="polite">
      {shown?.deleted && !shown.purged && !deletion?.files.includes(shown.file) && (
        <p class="banner">
          <span>{words.value.deletedThis(model.nameOfOther(shown.deleted.participant), lastNameOf(shown.name))}</span>
          <button type="button" class="button small" disabled={!mayChange} onClick={() => model.restore([shown.file])}>
            {words.value.restore}
          </button>
          <button type="button" class="button small" onClick={() => model.leaveDeleted()}>
            {words.value.close}
          </button>
        </p>
      )}
      {deletion && (
        <p class="banner">
          <span>{deletion.said}</span>
          <button
            type="button"
            class="button small"
            disabled={!mayChange}
            onClick={() => model.restore(deletion.files)}
          >
            {words.value.undo}
          </button>
          <button
            type="button"
            class="button small"
            onClick={() => {
              model.deletion.value = undefined;
            }}
          >
            {words.value.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}
