// Search in all files of the room, with replace: its tab at the left and its command. What searches is loaded when it is opened first.
import { type Signal, signal } from "@preact/signals";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import type { Command, PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { TypedAhead } from "../../ui/parts/focusOfPlace.tsx";
import { Icon } from "../../ui/parts/icons.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

const ID = "search";

/** What is on the screen of a search. */
interface Shown {
  /** Looks for this; undefined: for what it looked for before. The focus goes to it. */
  ask(text: string | undefined): void;
  /** The text of a file that is open here is another. */
  changed(file: number): void;
  /** What can be done there. */
  commands(): readonly Command[];
}

/** The search of one opening of a room. */
export interface Search {
  readonly room: PageRoom;
  readonly editors: EditorsByFile;
  /** while its tab is open */
  readonly shown: Signal<Shown | undefined>;
  /** what it looks for when it is opened */
  wanted: string | undefined;
}

const SearchIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5 5" />
  </Icon>
);

function LazyPanel({ search }: { readonly search: Search }) {
  const Panel = useOpened({
    isOpen: () => true,
    load: async () => (await import("./panel.tsx")).SearchPanel,
    close: () => search.room.workbench.fold(ID),
    notLoaded: () => words.peek().notLoaded,
  });
  return Panel ? <Panel search={search} /> : <TypedAhead />;
}

/** What is selected in the file that is shown, where that is a part of one line. */
function selected({ room, editors }: Search): string | undefined {
  const state = editors.of(room.tabs.shown.peek())?.state;
  if (!state) return undefined;
  const { from, to, empty } = state.selection.main;
  return !empty && state.doc.lineAt(from).to >= to ? state.sliceDoc(from, to) : undefined;
}

export const search: PageFeature = {
  name: ID,
  open(room) {
    const editors = new EditorsByFile((file) => one.shown.peek()?.changed(file));
    const one: Search = { room, editors, shown: signal(undefined), wanted: undefined };
    const ask = (): void => {
      const text = selected(one);
      const shown = one.shown.peek();
      if (shown) return shown.ask(text);
      one.wanted = text;
      room.workbench.show(ID, true);
    };
    return {
      places: [
        {
          id: ID,
          at: "left",
          order: 20,
          name: () => words.value.name,
          Icon: SearchIcon,
          View: () => <LazyPanel search={one} />,
        },
      ],
      editor: (file) => editors.extension(file),
      commands: () => [
        { id: "search", name: words.value.command, key: KEYS.show, run: ask },
        ...(one.shown.value?.commands() ?? []),
      ],
    };
  },
};
