// The page's half of the notes: their tab beside the code, for owners alone, which is loaded when it is opened first.
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { TypedAhead } from "../../ui/parts/focusOfPlace.tsx";
import { Icon } from "../../ui/parts/icons.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { words } from "./words.ts";

const NOTES = "notes";

const NotesIcon = () => (
  <Icon>
    <path d="M18.5 10V6A2.5 2.5 0 0 0 16 3.500H7.500A2.5 2.5 0 0 0 5 6v12a2.5 2.5 0 0 0 2.5 2.500H11M8.5 8.500H15m-6.5 4h3" />
    <path d="M14.5 16h6v4.500h-6zM16 16v-1.500a1.5 1.5 0 0 1 3 0V16" />
  </Icon>
);

function LazyPanel({ room }: { readonly room: PageRoom }) {
  const Panel = useOpened({
    isOpen: () => true,
    load: async () => (await import("./panel.tsx")).NotesPanel,
    close: () => room.workbench.fold(NOTES),
    notLoaded: () => words.value.notLoaded,
  });
  return Panel ? <Panel room={room} /> : <TypedAhead />;
}

export const notes: PageFeature = {
  name: "notes",
  open: (room) => ({
    places: [
      {
        id: NOTES,
        at: "right",
        order: 30,
        name: () => words.value.notes,
        Icon: NotesIcon,
        View: () => <LazyPanel room={room} />,
        isThere: room.people.isOwner,
      },
    ],
  }),
};
