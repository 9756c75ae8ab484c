// The drawer: the tree of the files, what can be done with them, and those that were deleted. Loaded apart from the room.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RoomFile } from "#protocol/events.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { useFocusOfPlace } from "../../ui/parts/focusOfPlace.tsx";
import { Ago } from "../../ui/parts/times/timeWords.tsx";
import "./drawer.css";
import { FILES, type FilesModel } from "./filesModel.ts";
import { NameForm } from "./nameForm.tsx";
import { PurgeDialog } from "./purgeDialog.tsx";
import { fitsInto, foldersOf, moveBy, moveInto, type Row } from "./tree.ts";
import { Tree } from "./treeView.tsx";
import { words } from "./words.later.ts";
import { words as filesWords } from "./words.ts";

interface OfFiles {
  readonly model: FilesModel;
}

export function FilesDrawer({ model, workbench }: OfFiles & Pick<PageRoom, "workbench">) {
  const drawer = useRef<HTMLDivElement>(null);
  const acting = useSignal<Row | undefined>(undefined);
  const purging = useSignal<readonly RoomFile[] | undefined>(undefined);
  // a name that nobody sees is not being typed
  useEffect(
    () => () => {
      model.naming.value = undefined;
      model.moving.value = undefined;
    },
    [model],
  );
  useFocusOfPlace(() => {
    if (model.naming.peek() === undefined) focusTree();
  });
  const focusTree = (): void => drawer.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
  return (
    <div ref={drawer} class="files">
      {model.mayChange.value && <NewButtons model={model} />}
      <Tree
        model={model}
        onActions={(row) => {
          acting.value = row;
        }}
      />
      <Deleted
        model={model}
        onPurge={(files) => {
          purging.value = files;
        }}
      />
      {acting.value && (
        <Actions
          model={model}
          row={acting.value}
          onDelete={(row) => {
            model.delete(row);
            // the way back is above the code, which nobody reaches under a sheet
            if (workbench.isPhone.peek()) workbench.fold(FILES);
          }}
          onClose={() => {
            acting.value = undefined;
          }}
        />
      )}
      {model.moving.value && (
        <MoveTo
          model={model}
          row={model.moving.value}
          onClose={() => {
            model.moving.value = undefined;
          }}
        />
      )}
      {purging.value && (
        <PurgeDialog
          files={purging.value}
          onPurge={() => {
            model.purge(purging.value ?? []);
            // the button that opened the dialog goes with the files
            requestAnimationFrame(focusTree);
          }}
          onClose={() => {
            purging.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function NewButtons({ model }: OfFiles) {
  const naming = model.naming.value;
  if (naming && naming.type !== "row")
    return (
      <NameForm
        key={`${naming.type} ${naming.folder} ${naming.refused?.why}`}
        model={model}
        naming={naming}
        label={naming.type === "file" ? words.value.newFileIn(naming.folder) : filesWords.value.makeFolder}
        hint={naming.type === "file" ? words.value.slash : words.value.folderLater}
        value=""
        onDone={(typed) => model.name(naming, typed)}
      />
    );
  return (
    <div class="files-new">
      {(["file", "folder"] as const).map((type) => (
        <button key={type} type="button" class="button small" onClick={() => model.nameNew(type)}>
          {type === "file" ? filesWords.value.makeFile : filesWords.value.makeFolder}
        </button>
      ))}
      {model.room.commands.value
        .filter(({ at }) => at === FILES)
        .map(({ id, name, run }) => (
          <button key={id} type="button" class="button small" onClick={run}>
            {name}
          </button>
        ))}
    </div>
  );
}

interface OfRow extends OfFiles {
  readonly row: Row;
  readonly onClose: () => void;
}

function Actions({ model, row, onDelete, onClose }: OfRow & { readonly onDelete: (row: Row) => void }) {
  const up = moveBy(row, -1, model.rows.value);
  const down = moveBy(row, 1, model.rows.value);
  const folder = row.file === undefined ? `${row.path}/` : undefined;
  const act = (run: () => void): (() => void) => {
    return () => {
      onClose();
      run();
    };
  };
  return (
    <Dialog title={row.name} class="side" onClose={onClose}>
      <div class="files-actions">
        {folder !== undefined && (
          <button
            type="button"
            class="button quiet"
            onClick={act(() => {
              model.naming.value = { type: "file", folder };
            })}
          >
            {words.value.newInFolder}
          </button>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={act(() => {
            model.naming.value = { type: "row", row };
          })}
        >
          {words.value.rename}
        </button>
        <button type="button" class="button quiet" onClick={act(() => model.move(row))}>
          {words.value.move}
        </button>
        {up && (
          <button type="button" class="button quiet" onClick={act(() => model.wish(up))}>
            {words.value.moveUp}
          </button>
        )}
        {down && (
          <button type="button" class="button quiet" onClick={act(() => model.wish(down))}>
            {words.value.moveDown}
          </button>
        )}
        <button type="button" class="button quiet" onClick={act(() => onDelete(row))}>
          {words.value.remove}
        </button>
      </div>
    </Dialog>
  );
}

function MoveTo({ model, row, onClose }: OfRow) {
  const folders = ["", ...foldersOf(model.files.value).map((path) => `${path}/`)];
  return (
    <Dialog title={words.value.moveTitle(row.name)} onClose={onClose}>
      <div class="files-actions">
        {folders
          .filter((folder) => fitsInto(row, folder))
          .map((folder) => {
            const wish = moveInto(row, folder);
            return (
              <button
                key={folder}
                type="button"
                class="button quiet"
                disabled={!wish}
                onClick={() => {
                  onClose();
                  if (wish) model.wish(wish);
                }}
              >
                {wish ? folder || words.value.topLevel : words.value.isThere(folder || words.value.topLevel)}
              </button>
            );
          })}
      </div>
    </Dialog>
  );
}

function Deleted({ model, onPurge }: OfFiles & { readonly onPurge: (files: readonly RoomFile[]) => void }) {
  const deleted = model.deleted.value;
  if (deleted.length === 0) return null;
  return (
    <details class="files-deleted">
      <summary>{words.value.deletedFiles(deleted.length)}</summary>
      <ul>
        {deleted.map((one) => (
          <li key={one.file}>
            <span class="files-deleted-name">
              {one.name}
              {one.deleted && (
                <small>
                  {words.value.by(model.nameOfOther(one.deleted.participant))} <Ago time={one.deleted.time} />
                </small>
              )}
            </span>
            <button
              type="button"
              class="button small"
              aria-label={words.value.restoreFile(one.name)}
              disabled={!model.mayChange.value}
              onClick={() => model.restore([one.file])}
            >
              {filesWords.value.restore}
            </button>
            {model.mayPurge.value && deleted.length > 1 && (
              <button
                type="button"
                class="button small"
                aria-label={words.value.purgeFile(one.name)}
                onClick={() => onPurge([one])}
              >
                {words.value.purgeShort}
              </button>
            )}
          </li>
        ))}
      </ul>
      {model.mayPurge.value && (
        <button type="button" class="button small" onClick={() => onPurge(deleted)}>
          {deleted.length > 1 ? words.value.purgeAll : words.value.purgeOne}
        </button>
      )}
    </details>
  );
}
