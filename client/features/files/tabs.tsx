// The tabs of the files that are open here, once the room has more than one file. Knows no connection.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RoomFile } from "#protocol/events.ts";
import { pressed } from "../../pressed.ts";
import { CloseIcon } from "../../ui/icons.tsx";
import { Dots, withPeople } from "./dots.tsx";
import type { FilesModel } from "./filesModel.ts";
import { folderOf, nameOf } from "./tree.ts";

interface OfFiles {
  readonly model: FilesModel;
}

/** Keys of the tabs, as the ARIA pattern has them; the one that is shown follows the focus. */
function next(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

export function Tabs({ model }: OfFiles) {
  const list = useRef<HTMLDivElement>(null);
  const dragged = useSignal<number | undefined>(undefined);
  const { room } = model;
  const all = room.room.value?.files ?? [];
  const files = room.tabs.value.flatMap((tab) => all.find(({ file }) => file === tab) ?? []);
  const shown = room.file.value;
  // once it is there, and as wide as the one that is shown is
  useLayoutEffect(() => {
    list.current?.querySelector(`[data-file="${shown}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown, files.length]);
  if (model.files.value.length < 2 && files.length < 2) return null;

  const put = (file: number, to: number): void => {
    const others = room.tabs.value.filter((one) => one !== file);
    room.arrange(others.toSpliced(to, 0, file));
  };
  const onKey = (event: KeyboardEvent, index: number, file: number): void => {
    const to = next(event.key, index, files.length);
    if (to !== undefined && event.altKey && event.key.startsWith("Arrow")) put(file, to);
    else if (to !== undefined) {
      const target = files[to]!.file;
      room.show(target);
      list.current?.querySelector<HTMLElement>(`[data-file="${target}"]`)?.focus();
    } else if (event.key === "Delete") {
      room.close(file);
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    } else return;
    event.preventDefault();
  };

  return (
    <nav class="file-tabs" aria-label="Open files">
      <div ref={list} class="file-tab-list" role="tablist" aria-label="Open files">
        {files.map((file, index) => (
          <Tab
            key={file.file}
            model={model}
            file={file}
            isAlike={files.some((other) => other !== file && nameOf(other.name) === nameOf(file.name))}
            canClose={files.length > 1}
            onKey={(event) => onKey(event, index, file.file)}
            onDragStart={() => {
              dragged.value = file.file;
            }}
            onDrop={() => {
              if (dragged.value !== undefined) put(dragged.value, index);
              dragged.value = undefined;
            }}
            isDropTarget={dragged.value !== undefined}
          />
        ))}
      </div>
    </nav>
  );
}

interface TabProps extends OfFiles {
  readonly file: RoomFile;
  /** another tab has the same name, so the folder is shown as well */
  readonly isAlike: boolean;
  readonly canClose: boolean;
  readonly isDropTarget: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}

function Tab({ model, file: { file, name, deleted }, isAlike, canClose, isDropTarget, ...on }: TabProps) {
  const { room } = model;
  const isShown = room.file.value === file;
  const people = model.whoIsIn.value.get(file) ?? [];
  const close = (): void => room.close(file);
  return (
    <div
      class={`file-tab ${isShown ? "shown" : ""} ${deleted ? "deleted" : ""}`}
      role="presentation"
      draggable
      onDragStart={on.onDragStart}
      onDragOver={(event) => {
        if (isDropTarget) event.preventDefault();
      }}
      onDrop={on.onDrop}
      onAuxClick={(event) => {
        if (event.button === 1 && canClose) close();
      }}
    >
      <button
        type="button"
        role="tab"
        data-file={file}
        aria-selected={isShown}
        aria-controls="code"
        aria-label={`${name}${deleted ? ", deleted" : ""}${withPeople(people)}`}
        aria-description={canClose ? "Delete closes it" : undefined}
        tabIndex={isShown ? 0 : -1}
        title={name}
        onClick={() => room.edit(file)}
        onKeyDown={pressed(on.onKey)}
      >
        <span class="file-tab-name">{nameOf(name)}</span>
        {isAlike && <span class="file-tab-folder">{folderOf(name)}</span>}
        <Dots people={people} />
      </button>
      {canClose && (
        // the keyboard has Delete: a tab list holds tabs alone
        <span class="file-tab-close" aria-hidden="true" title={`Close ${name}`} onClick={close}>
          <CloseIcon />
        </span>
      )}
    </div>
  );
}
