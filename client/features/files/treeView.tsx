// The tree on the screen, by the ARIA pattern: one row has the focus, the keys move it. Knows no connection.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { tip } from "../../ui/parts/tips/tip.ts";
import { Dots, withPeople } from "./dots.tsx";
import type { FilesModel } from "./filesModel.ts";
import { NameForm } from "./nameForm.tsx";
import { words } from "./words.later.ts";
import { words as filesWords } from "./words.ts";
import { moveBeside, moveBy, moveInto, type Row } from "./tree.ts";

interface TreeProps {
  readonly model: FilesModel;
  readonly onActions: (row: Row) => void;
}

/** Where something that is dragged would go. */
interface Drop {
  readonly id: string;
  readonly side: "before" | "after" | "into";
}

const ROW = "[role=treeitem]";

export function Tree({ model, onActions }: TreeProps) {
  const tree = useRef<HTMLUListElement>(null);
  const focused = useSignal<string | undefined>(undefined);
  const dragged = useSignal<Row | undefined>(undefined);
  const drop = useSignal<Drop | undefined>(undefined);
  const rows = model.rows.value;
  const naming = model.naming.value;
  const shown = String(model.room.tabs.shown.value);
  const current = [focused.value, shown, rows[0]?.id].find((id) => rows.some((row) => row.id === id));
  useLayoutEffect(() => {
    // it may have been chosen elsewhere
    tree.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  useLayoutEffect(() => {
    // a row that goes with the focus leaves it to another
    if (focused.peek() !== undefined && focused.peek() !== current && document.activeElement === document.body)
      tree.current?.querySelector<HTMLElement>(`${ROW}[tabindex="0"]`)?.focus();
  }, [current]);
  useSignalEffect(() => {
    // a row that has been named has the focus again
    if (model.naming.value === undefined && document.activeElement === document.body)
      tree.current?.querySelector<HTMLElement>(`${ROW}[tabindex="0"]`)?.focus();
  });

  const focus = (row: Row | undefined): void => {
    if (!row) return;
    focused.value = row.id;
    tree.current?.querySelectorAll<HTMLElement>(ROW)[rows.indexOf(row)]?.focus();
  };
  const open = (row: Row): void => {
    if (row.file === undefined) model.toggle(row.id);
    else model.open(row.file);
  };

  /** True when the key means something to the tree. */
  const press = (event: KeyboardEvent, row: Row): boolean => {
    const at = rows.indexOf(row);
    const isFolder = row.file === undefined;
    const mayChange = model.mayChange.value;
    const moved = event.altKey && mayChange ? moveBy(row, event.key === "ArrowUp" ? -1 : 1, rows) : undefined;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (moved) model.wish(moved);
        else if (!event.altKey) focus(rows[at + (event.key === "ArrowDown" ? 1 : -1)]);
        return true;
      case "ArrowRight":
        if (isFolder && !row.isOpen) model.toggle(row.id);
        else if (isFolder) focus(rows[at + 1]);
        return true;
      case "ArrowLeft":
        if (isFolder && row.isOpen) model.toggle(row.id);
        else focus(rows.slice(0, at).findLast(({ level }) => level < row.level));
        return true;
      case "Home":
        focus(rows[0]);
        return true;
      case "End":
        focus(rows.at(-1));
        return true;
      case "Enter":
      case " ":
        open(row);
        return true;
      case "F2":
        if (mayChange) model.naming.value = { type: "row", row };
        return true;
      case "Delete":
        if (mayChange) model.delete(row);
        return true;
      case "ContextMenu":
        if (mayChange) onActions(row);
        return true;
      case "F10":
        if (event.shiftKey && mayChange) onActions(row);
        return event.shiftKey;
      default:
        return typeAhead(event, at);
    }
  };
  const typeAhead = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, at: number): boolean => {
    if (key.length !== 1 || ctrlKey || metaKey || altKey) return false;
    const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
    focus(after.find(({ name }) => name.toLowerCase().startsWith(key.toLowerCase())));
    return true;
  };

  const sideOf = (event: DragEvent, row: Row): Drop["side"] => {
    if (row.file === undefined) return "into";
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return event.clientY < top + height / 2 ? "before" : "after";
  };
  const wishOf = (target: Row, side: Drop["side"]) => {
    const row = dragged.value;
    if (!row) return undefined;
    return side === "into" ? moveInto(row, `${target.path}/`) : moveBeside(row, target, side, rows);
  };
  const isNew = ({ file }: Row): boolean => file !== undefined && model.room.tabs.unseen.value.has(file);
  const endDrag = (): void => {
    dragged.value = undefined;
    drop.value = undefined;
  };

  return (
    <ul
      ref={tree}
      class="files-tree"
      role="tree"
      aria-label={words.value.tree}
      onDragOver={(event) => {
        if (dragged.value && event.target === event.currentTarget) event.preventDefault();
      }}
      onDrop={(event) => {
        // beside all rows is the top
        const wish = dragged.value && event.target === event.currentTarget ? moveInto(dragged.value, "") : undefined;
        if (wish) model.wish(wish);
        endDrag();
      }}
    >
      {rows.map((row) => (
        <li
          key={row.id}
          class={`files-row level-${Math.min(row.level, 8)} ${drop.value?.id === row.id ? `drop-${drop.value.side}` : ""}`}
          role="treeitem"
          aria-level={row.level}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.file === undefined ? row.isOpen : undefined}
          aria-selected={row.id === shown}
          aria-label={`${row.name}${isNew(row) ? `, ${filesWords.value.new}` : ""}${withPeople(model.whoIsIn.value.get(row.file ?? 0) ?? [])}`}
          tabIndex={row.id === current ? 0 : -1}
          {...tip(row.path)}
          draggable={model.mayChange.value && naming === undefined}
          onFocus={() => {
            focused.value = row.id;
          }}
          onClick={() => open(row)}
          onContextMenu={(event) => {
            if (!model.mayChange.value) return;
            event.preventDefault();
            onActions(row);
          }}
          onKeyDown={pressed((event) => {
            if (event.target === event.currentTarget && press(event, row)) event.preventDefault();
          })}
          onDragStart={(event) => {
            event.dataTransfer?.setData("text/plain", row.path);
            dragged.value = row;
          }}
          onDragOver={(event) => {
            const side = sideOf(event, row);
            drop.value = wishOf(row, side) && { id: row.id, side };
            if (drop.value) event.preventDefault();
          }}
          onDrop={(event) => {
            event.preventDefault();
            event.stopPropagation();
            const wish = wishOf(row, sideOf(event, row));
            if (wish) model.wish(wish);
            endDrag();
          }}
          onDragEnd={endDrag}
        >
          <RowIcon row={row} />
          {naming?.type === "row" && naming.row.id === row.id ? (
            <NameForm
              model={model}
              naming={naming}
              label={words.value.newName(row.name)}
              value={row.name}
              onDone={(typed) => {
                model.name(naming, typed);
                requestAnimationFrame(() => focus(model.rows.peek().find(({ id }) => id === row.id)));
              }}
            />
          ) : (
            <>
              <RowName name={row.name} />
              {isNew(row) && (
                <span class="files-new-mark" aria-hidden="true">
                  {filesWords.value.new}
                </span>
              )}
              <Dots people={model.whoIsIn.value.get(row.file ?? 0) ?? []} />
              {model.mayChange.value && (
                <button
                  type="button"
                  class="button quiet icon-only files-more"
                  tabIndex={-1}
                  aria-label={words.value.actions(row.name)}
                  {...tip(words.value.actions(row.name))}
                  aria-haspopup="dialog"
                  onClick={(event) => {
                    event.stopPropagation();
                    onActions(row);
                  }}
                >
                  <Icon>
                    <path d="M6 12h.01M12 12h.01M18 12h.01" />
                  </Icon>
                </button>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Letters at the end of a name that stay in view: of many files they are all that differs. */
const END = 9;

function RowName({ name }: { readonly name: string }) {
  const letters = [...name];
  const end = letters.splice(-END).join("");
  return (
    <span class="files-row-name">
      <span>{letters.join("")}</span>
      <span>{end}</span>
    </span>
  );
}

function RowIcon({ row }: { readonly row: Row }) {
  if (row.file === undefined)
    return <Icon>{row.isOpen ? <path d="m7 10 5 5 5-5" /> : <path d="m10 7 5 5-5 5" />}</Icon>;
  return (
    <Icon>
      <path d="M7 4h6.500L17.500 8v12H7z" />
    </Icon>
  );
}
