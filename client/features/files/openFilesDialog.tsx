// All files that are open in this window, to search and to go to. Loaded when it is wanted.
import { useSignal } from "@preact/signals";
import { Chooser } from "../../ui/parts/lists/chooser.tsx";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { fitting } from "../../ui/parts/lists/match.ts";
import { Dots, withPeople } from "./dots.tsx";
import type { FilesModel } from "./filesModel.ts";
import "./openFilesDialog.css";
import { folderOf, lastNameOf } from "./tree.ts";
import { words } from "./words.ts";

interface OpenFilesDialogProps {
  readonly model: FilesModel;
  readonly onClose: () => void;
}

export function OpenFilesDialog({ model, onClose }: OpenFilesDialogProps) {
  const typed = useSignal("");
  const { room } = model;
  const found = fitting(typed.value, model.openFiles.value, ({ name }) => name).map(({ one }) => one);
  const peopleIn = (file: number) => model.whoIsIn.value.get(file) ?? [];
  const { allOpen, search, none } = words.value;
  return (
    <Dialog title={allOpen} class="side" onClose={onClose}>
      <Chooser
        label={search}
        listLabel={allOpen}
        typed={typed}
        shown={found}
        idOf={({ file }) => file}
        nameOf={({ file, name }) => `${name}${withPeople(peopleIn(file))}`}
        oneClass={() => "open-file"}
        onChoose={({ file }) => room.tabs.edit(file)}
      >
        {({ file, name }) => (
          <>
            <span class="file-tab-name">{lastNameOf(name)}</span>
            <span class="file-tab-folder">{folderOf(name)}</span>
            <Dots people={peopleIn(file)} />
          </>
        )}
      </Chooser>
      {found.length === 0 && <p role="status">{none}</p>}
    </Dialog>
  );
}
