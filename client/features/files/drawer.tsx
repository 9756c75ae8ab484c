// The drawer: the tree of the files, what can be done with them, and those that were deleted. Loaded apart from the room.
import { useSignal } from "@preact/signals";
import { Dialog } from "../../ui/dialog.tsx";
import { SidePanel } from "../../ui/sidePanel.tsx";
import { Ago } from "../../ui/timeWords.tsx";
import "./drawer.css";
import type { FilesModel } from "./filesModel.ts";
import { NameForm } from "./nameForm.tsx";
import { fitsInto, foldersOf, moveBy, moveInto, type Row } from "./tree.ts";
import { Tree } from "./treeView.tsx";

interface OfFiles {
  readonly model: FilesModel;
}

export function FilesDrawer({ model }: OfFiles) {
  const acting = useSignal<Row | undefined>(undefined);
  const moving = useSignal<Row | undefined>(undefined);
  const close = (): void => {
    model.isOpen.value = false;
    model.naming.value = undefined;
  };
  return (
    <SidePanel title="Files" closeLabel="Close the files" openerId="files-button" onClose={close}>
      <div class="files">
        {model.mayChange.value && <NewButtons model={model} />}
        <Tree
          model={model}
          onActions={(row) => {
            acting.value = row;
          }}
        />
        <Deleted model={model} />
        {acting.value && (
          <Actions
            model={model}
            row={acting.value}
            onMove={(row) => {
              moving.value = row;
            }}
            onClose={() => {
              acting.value = undefined;
            }}
          />
        )}
        {moving.value && (
          <MoveTo
            model={model}
            row={moving.value}
            onClose={() => {
              moving.value = undefined;
            }}
          />
        )}
      </div>
    </SidePanel>
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
        label={naming.type === "file" ? `New file in ${naming.folder || "the room"}` : "New folder"}
        hint={naming.type === "file" ? "A / in the name makes a folder" : "It is there once a file is in it"}
        value=""
        onDone={(typed) => model.name(naming, typed)}
      />
    );
  return (
    <div class="files-new">
      {(["file", "folder"] as const).map((type) => (
        <button
          key={type}
          type="button"
          class="button small"
          onClick={() => {
            model.naming.value = { type, folder: "" };
          }}
        >
          New {type}
        </button>
      ))}
    </div>
  );
}

interface OfRow extends OfFiles {
  readonly row: Row;
  readonly onClose: () => void;
}

function Actions({ model, row, onMove, onClose }: OfRow & { readonly onMove: (row: Row) => void }) {
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
            New file in it
          </button>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={act(() => {
            model.naming.value = { type: "row", row };
          })}
        >
          Rename
        </button>
        <button type="button" class="button quiet" onClick={act(() => onMove(row))}>
          Move to…
        </button>
        {up && (
          <button type="button" class="button quiet" onClick={act(() => model.wish(up))}>
            Move up
          </button>
        )}
        {down && (
          <button type="button" class="button quiet" onClick={act(() => model.wish(down))}>
            Move down
          </button>
        )}
        <button type="button" class="button quiet" onClick={act(() => model.delete(row))}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}

function MoveTo({ model, row, onClose }: OfRow) {
  const folders = ["", ...foldersOf(model.files.value).map((path) => `${path}/`)];
  return (
    <Dialog title={`Move ${row.name} to…`} onClose={onClose}>
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
                {folder || "The top"}
                {!wish && " (it is there)"}
              </button>
            );
          })}
      </div>
    </Dialog>
  );
}

function Deleted({ model }: OfFiles) {
  const deleted = model.deleted.value;
  if (deleted.length === 0) return null;
  return (
    <details class="files-deleted">
      <summary>Deleted files ({deleted.length})</summary>
      <ul>
        {deleted.map(({ file, name, deleted: how }) => (
          <li key={file}>
            <span class="files-deleted-name">
              {name}
              {how && (
                <small>
                  by {model.nameOf(how.participant, "you")}, <Ago time={how.time} />
                </small>
              )}
            </span>
            <button
              type="button"
              class="button small"
              aria-label={`Restore ${name}`}
              disabled={!model.mayChange.value}
              onClick={() => model.restore([file])}
            >
              Restore
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
