// The tabs of the files that are open here, a new one, and the list of all. Knows no connection.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RoomFile } from "#protocol/events.ts";
import { pressed } from "../../pressed.ts";
import { CloseIcon, Icon } from "../../ui/parts/icons.tsx";
import { KEYS } from "../../ui/keys.ts";
import { next } from "../../ui/parts/rovingKeys.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { Dots, withPeople } from "./dots.tsx";
import type { FilesModel } from "./filesModel.ts";
import { useHiddenEnds } from "./hiddenEnds.ts";
import { folderOf, lastNameOf } from "./tree.ts";
import { words } from "./words.ts";

const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

const DownIcon = () => (
  <Icon>
    <path d="m6 9 6 6 6-6" />
  </Icon>
);

interface OfFiles {
  readonly model: FilesModel;
}

export function Tabs({ model }: OfFiles) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const dragged = useSignal<number | undefined>(undefined);
  const { room } = model;
  const files = model.openFiles.value;
  const shown = room.tabs.shown.value;
  const toShown = (): void =>
    list.current?.querySelector(".file-tab.shown")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const hiddenEnds = useHiddenEnds(scroller, toShown);
  // once it is there, and as wide as the one that is shown is
  useLayoutEffect(toShown, [shown, files.length]);

  const put = (file: number, to: number): void => {
    const others = room.tabs.all.value.filter((one) => one !== file);
    room.tabs.arrange(others.toSpliced(to, 0, file));
  };
  const onKey = (event: KeyboardEvent, index: number, file: number): void => {
    const to = next(event.key, index, files.length);
    if (to !== undefined && event.altKey && event.key.startsWith("Arrow")) put(file, to);
    else if (to !== undefined) {
      const target = files[to]!.file;
      room.tabs.show(target);
      list.current?.querySelector<HTMLElement>(`[data-file="${target}"]`)?.focus();
    } else if (event.key === "Delete") {
      room.tabs.close(file);
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    } else return;
    event.preventDefault();
  };

  const { openFiles, newFile } = words.value;
  return (
    <nav class="file-tabs" aria-label={openFiles}>
      <div ref={scroller} class={`file-tab-scroller ${hiddenEnds}`}>
        <div ref={list} class="file-tab-list" role="tablist" aria-label={openFiles}>
          {files.map((file, index) => (
            <Tab
              key={file.file}
              model={model}
              file={file}
              rank={index}
              isAlike={files.some((other) => other !== file && lastNameOf(other.name) === lastNameOf(file.name))}
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
      </div>
      {model.mayChange.value && (
        <button
          type="button"
          class="button quiet file-tabs-button"
          aria-label={newFile}
          {...tip(newFile)}
          onClick={() => model.nameNew("file")}
        >
          <PlusIcon />
        </button>
      )}
      {files.length >= LISTED_FROM && <AllOpen model={model} />}
    </nav>
  );
}

/** Fewer are all in view. */
const LISTED_FROM = 3;

function AllOpen({ model }: OfFiles) {
  const isOpen = useSignal(false);
  const close = (): void => {
    isOpen.value = false;
  };
  const Dialog = useOpened({
    isOpen: () => isOpen.value,
    load: async () => (await import("./openFilesDialog.tsx")).OpenFilesDialog,
    close,
    notLoaded: () => words.value.notLoaded,
  });
  const { allOpen } = words.value;
  return (
    <>
      <button
        type="button"
        class="button quiet file-tabs-button"
        aria-label={allOpen}
        {...tip(allOpen)}
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <DownIcon />
      </button>
      {Dialog && <Dialog model={model} onClose={close} />}
    </>
  );
}

interface TabProps extends OfFiles {
  readonly file: RoomFile;
  /** from 0 */
  readonly rank: number;
  /** another tab has the same name, so the folder is shown as well */
  readonly isAlike: boolean;
  readonly canClose: boolean;
  readonly isDropTarget: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}

function Tab({ model, file: { file, name, deleted }, rank, isAlike, canClose, isDropTarget, ...on }: TabProps) {
  const { room } = model;
  const isShown = room.tabs.shown.value === file;
  const people = model.whoIsIn.value.get(file) ?? [];
  const close = (): void => room.tabs.close(file);
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
        aria-label={`${name}${deleted ? `, ${words.value.isDeleted}` : ""}${withPeople(people)}`}
        aria-description={canClose ? words.value.deleteCloses : undefined}
        tabIndex={isShown ? 0 : -1}
        {...tip(name, KEYS.tabs[rank])}
        onClick={() => room.tabs.edit(file)}
        onKeyDown={pressed(on.onKey)}
      >
        <span class="file-tab-name">{lastNameOf(name)}</span>
        {isAlike && <span class="file-tab-folder">{folderOf(name)}</span>}
        <Dots people={people} />
      </button>
      {canClose && (
        // the keyboard has Delete: a tab list holds tabs alone
        <span
          class="file-tab-close"
          aria-hidden="true"
          {...tip(words.value.closeFile(name), isShown ? KEYS.closeTab : undefined)}
          onClick={close}
        >
          <CloseIcon />
        </span>
      )}
    </div>
  );
}
