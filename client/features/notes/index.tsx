// The page's half of the notes: their button, for owners alone, and the panel, which is loaded when it is opened first.
import { computed, effect, type Signal, signal } from "@preact/signals";
import type { ClientFeature, FeatureRoom } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { narrow } from "../../ui/screenWidth.ts";
import { useLoaded } from "../../ui/useLoaded.ts";

interface OfNotes {
  readonly room: FeatureRoom;
  readonly isOpen: Signal<boolean>;
}

function NotesButton({ isOpen }: OfNotes) {
  const name = "Private notes";
  return (
    <button
      type="button"
      id="notes-button"
      class={`button quiet ${narrow.value ? "" : "icon-only"}`}
      aria-label={name}
      aria-expanded={isOpen.value}
      title={name}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      <Icon>
        <path d="M18.5 10V6A2.5 2.5 0 0 0 16 3.500H7.500A2.5 2.5 0 0 0 5 6v12a2.5 2.5 0 0 0 2.5 2.500H11M8.5 8.500H15m-6.5 4h3" />
        <path d="M14.5 16h6v4.500h-6zM16 16v-1.500a1.5 1.5 0 0 1 3 0V16" />
      </Icon>
      {narrow.value && name}
    </button>
  );
}

function LazyPanel({ room, isOpen }: OfNotes) {
  const Panel = useLoaded(
    () => isOpen.value,
    async () => (await import("./panel.tsx")).NotesPanel,
    () => {
      isOpen.value = false;
      show("The notes could not be loaded. Try again when the connection is back.");
    },
  );
  return Panel ? <Panel room={room} isOpen={isOpen} /> : null;
}

export const notes: ClientFeature = {
  name: "notes",
  open(room) {
    const isOpen = signal(false);
    const isOwner = computed(() => room.you.value?.role === "owner");
    const stop = effect(() => {
      if (!isOwner.value) isOpen.value = false;
    });
    return {
      Tool: () => (isOwner.value ? <NotesButton room={room} isOpen={isOpen} /> : null),
      Panel: () => <LazyPanel room={room} isOpen={isOpen} />,
      closed: stop,
    };
  },
};
