// What is found, by file: a tree by the ARIA pattern, in which one row has the focus. Knows no connection.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import type { Match } from "./matching.ts";
import type { FileMatches, SearchModel } from "./searchModel.ts";
import { words } from "./words.later.ts";

interface ResultsProps {
  readonly model: SearchModel;
  readonly mayReplace: boolean;
  /** Shows a match in its file. */
  go(file: FileMatches, match: Match): void;
}

/** A file, or a match in it. */
interface Row {
  readonly id: string;
  readonly of: FileMatches;
  readonly match?: Match;
}

const rowsOf = (found: readonly FileMatches[], folded: ReadonlySet<number>): Row[] =>
  found.flatMap((of) => [
    { id: String(of.file), of },
    ...(folded.has(of.file) ? [] : of.matches.map((match) => ({ id: `${of.file} ${match.from}`, of, match }))),
  ]);

export function Results({ model, mayReplace, go }: ResultsProps) {
  const list = useRef<HTMLUListElement>(null);
  const folded = useSignal<ReadonlySet<number>>(new Set());
  const focused = useSignal("");
  const rows = rowsOf(model.found.value, folded.value);
  const current = rows.some(({ id }) => id === focused.value) ? focused.value : rows[0]?.id;
  const isBusy = model.isReplacing.value;

  const focus = (row: Row | undefined): void => {
    if (row === undefined) return;
    focused.value = row.id;
    list.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[rows.indexOf(row)]?.focus();
  };
  const fold = ({ of: { file } }: Row, isFolded: boolean): void => {
    const others = [...folded.peek()].filter((one) => one !== file);
    folded.value = new Set(isFolded ? [...others, file] : others);
  };
  const open = (row: Row): void => {
    if (row.match) go(row.of, row.match);
    else fold(row, !folded.peek().has(row.of.file));
  };
  const replace = ({ of, match }: Row): void => {
    if (mayReplace && !isBusy) void model.replace(of, match);
  };
  /** True when the key means something to the tree. */
  const press = (event: KeyboardEvent, row: Row): boolean => {
    const at = rows.indexOf(row);
    switch (event.key) {
      case "ArrowDown":
        focus(rows[at + 1]);
        return true;
      case "ArrowUp":
        focus(rows[at - 1]);
        return true;
      case "Home":
        focus(rows[0]);
        return true;
      case "End":
        focus(rows.at(-1));
        return true;
      case "ArrowRight":
        if (row.match) return true;
        if (folded.peek().has(row.of.file)) fold(row, false);
        else focus(rows[at + 1]);
        return true;
      case "ArrowLeft":
        if (row.match) focus(rows.find(({ of, match }) => of === row.of && !match));
        else fold(row, true);
        return true;
      case "Enter":
      case " ":
        if (event.target !== event.currentTarget) return false;
        open(row);
        return true;
      default:
        return false;
    }
  };
  if (rows.length === 0) return null;
  return (
    <ul ref={list} class="search-results" role="tree" aria-label={words.value.results}>
      {rows.map((row) => (
        <li
          key={row.id}
          class={row.match ? "search-match" : "search-file"}
          role="treeitem"
          aria-level={row.match ? 2 : 1}
          aria-expanded={row.match ? undefined : !folded.value.has(row.of.file)}
          aria-selected={row.id === current}
          aria-label={row.match ? spoken(row.match) : `${row.of.name}, ${row.of.matches.length}`}
          tabIndex={row.id === current ? 0 : -1}
          onFocus={() => {
            focused.value = row.id;
          }}
          onKeyDown={pressed((event) => {
            if (event.altKey || event.ctrlKey || event.metaKey || !press(event, row)) return;
            event.preventDefault();
            event.stopPropagation();
          })}
          onClick={() => open(row)}
        >
          {row.match ? <Line match={row.match} /> : <FileName of={row.of} isFolded={folded.value.has(row.of.file)} />}
          {mayReplace && (
            <button
              type="button"
              class="button small search-replace-one"
              disabled={isBusy}
              tabIndex={row.id === current ? 0 : -1}
              aria-label={row.match ? words.value.replaceMatch(row.match.line) : words.value.replaceIn(row.of.name)}
              onClick={(event) => {
                event.stopPropagation();
                replace(row);
              }}
            >
              {row.match ? words.value.replaceOne : words.value.replaceAll}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const spoken = ({ line, before, found, after }: Match): string =>
  `${words.value.line(line)}: ${before}${found}${after}`;

function FileName({ of, isFolded }: { readonly of: FileMatches; readonly isFolded: boolean }) {
  const at = of.name.lastIndexOf("/") + 1;
  return (
    <>
      <span class="search-fold" aria-hidden="true">
        {isFolded ? "▸" : "▾"}
      </span>
      <span class="search-name" {...tip(of.name)}>
        {of.name.slice(at)} {at > 0 && <span class="search-folder">{of.name.slice(0, at - 1)}</span>}
      </span>
      <span class="search-count">{of.matches.length}</span>
    </>
  );
}

function Line({ match: { line, before, found, after } }: { readonly match: Match }) {
  return (
    <>
      <span class="search-line">{line}</span>
      <code class="search-text">
        <span class="search-before">
          <bdi>{before}</bdi>
        </span>
        <mark>{found}</mark>
        <span class="search-after">{after}</span>
      </code>
    </>
  );
}
