// How this person likes the page and the code: a command and a button for the dialog, which is loaded when it is opened first. Has no other half.
import { type Signal, signal } from "@preact/signals";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { tip } from "../../ui/parts/tips/tip.ts";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

interface OfDialog {
  readonly isOpen: Signal<boolean>;
}

function PreferencesButton({ isOpen }: OfDialog) {
  return (
    <button
      type="button"
      class="button quiet tool"
      aria-haspopup="dialog"
      {...tip(words.value.title, KEYS.show)}
      onClick={() => {
        isOpen.value = true;
      }}
    >
      <Icon>
        <path d="M4 7h9m5 0h2M4 17h2m5 0h9" />
        <circle cx="15.500" cy="7" r="2.300" />
        <circle cx="8.500" cy="17" r="2.300" />
      </Icon>
      <span>{words.value.title}</span>
    </button>
  );
}

function LazyDialog({ isOpen, room }: OfDialog & { readonly room: PageRoom }) {
  const close = (): void => {
    isOpen.value = false;
  };
  const Dialog = useOpened({
    isOpen: () => isOpen.value,
    load: async () => (await import("./dialog.tsx")).PreferencesDialog,
    close,
    notLoaded: () => words.value.notLoaded,
  });
  return Dialog ? <Dialog groups={room.preferences.value} onClose={close} /> : null;
}

export const preferences: PageFeature = {
  name: "preferences",
  open(room) {
    const isOpen = signal(false);
    return {
      areas: {
        menu: () => <PreferencesButton isOpen={isOpen} />,
        // a dialog that stands under a sheet takes no pointer there
        head: () => <LazyDialog isOpen={isOpen} room={room} />,
      },
      commands: () => [
        {
          id: "preferences.show",
          name: words.value.title,
          key: KEYS.show,
          run() {
            isOpen.value = true;
          },
        },
      ],
    };
  },
};
