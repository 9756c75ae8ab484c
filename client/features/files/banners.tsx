// Above the code: that the file that is shown was deleted, and what this person has deleted, each with the way back.
import type { FilesModel } from "./filesModel.ts";
import { nameOf } from "./tree.ts";

export function Banners({ model }: { readonly model: FilesModel }) {
  const { room } = model;
  const shown = room.room.value?.files.find(({ file }) => file === room.file.value);
  const deletion = model.deletion.value;
  const mayChange = model.mayChange.value;
  return (
    <div class="file-banners" aria-live="polite">
      {shown?.deleted && !deletion?.files.includes(shown.file) && (
        <p class="file-banner">
          <span>
            {model.nameOf(shown.deleted.participant)} deleted this file, {nameOf(shown.name)}.
          </span>
          <button type="button" class="button small" disabled={!mayChange} onClick={() => model.restore([shown.file])}>
            Restore
          </button>
          <button type="button" class="button small" onClick={() => model.leaveDeleted()}>
            Close
          </button>
        </p>
      )}
      {deletion && (
        <p class="file-banner">
          <span>{deletion.words}</span>
          <button
            type="button"
            class="button small"
            disabled={!mayChange}
            onClick={() => model.restore(deletion.files)}
          >
            Undo
          </button>
          <button
            type="button"
            class="button small"
            onClick={() => {
              model.deletion.value = undefined;
            }}
          >
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
