// The palette: every command by its name, every file, a line, and the page of keys. Loaded when it is opened first. Has no other half.
import { effect, type Signal, signal } from "@preact/signals";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { tip } from "../../ui/parts/tips/tip.ts";
import { TypingAhead } from "../../ui/parts/lists/typingAhead.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { KEYS } from "./keys.ts";
import { type Opened, pressedAgain } from "./opening.ts";
import { words } from "./words.ts";

/** @public */
export interface OfPalette {
  readonly room: PageRoom;
  readonly opened: Signal<Opened | undefined>;
  readonly typed: Signal<string>;
  /** files by their numbers, the one that was shown last first */
  readonly recentFiles: Signal<readonly number[]>;
}

const MOST_RECENT = 50;

function PaletteButton({ open }: { readonly open: () => void }) {
  return (
    <button
      type="button"
      class="button quiet tool"
      aria-haspopup="dialog"
      {...tip(words.value.showCommands, KEYS.commands[0])}
      onClick={open}
    >
      <Icon>
        <path d="m5 8 4 4-4 4M12 16h7" />
      </Icon>
      <span>{words.value.button}</span>
    </button>
  );
}

function Lazy(props: OfPalette) {
  const { room, opened, typed } = props;
  const close = (): void => {
    opened.value = undefined;
  };
  const notLoaded = (): string => words.value.failed;
  const Palette = useOpened({
    isOpen: () => opened.value !== undefined && opened.value.what !== "keys",
    load: async () => (await import("./list/palette.tsx")).Palette,
    close,
    notLoaded,
  });
  const Shortcuts = useOpened({
    isOpen: () => opened.value?.what === "keys",
    load: async () => (await import("./list/shortcuts.tsx")).Shortcuts,
    close,
    notLoaded,
  });
  // what is chosen in it may open it again before it has gone from the page, and it is another then
  if (Palette) return <Palette key={opened.value} {...props} />;
  if (Shortcuts) return <Shortcuts room={room} onClose={close} />;
  if (opened.value === undefined || opened.value.what === "keys") return null;
  return (
    <TypingAhead
      title={words.value.button}
      typed={typed}
      onClose={close}
      onKey={(event) => pressedAgain(event, typed, close)}
    />
  );
}

export const palette: PageFeature = {
  name: "palette",
  open(room) {
    const opened = signal<Opened | undefined>(undefined);
    const typed = signal("");
    const recentFiles = signal<readonly number[]>([]);
    const closed = effect(() => {
      const file = room.tabs.shown.value;
      recentFiles.value = [file, ...recentFiles.peek().filter((one) => one !== file)].slice(0, MOST_RECENT);
    });
    const opening = (what: Opened["what"]) => () => {
      typed.value = what === "keys" ? "" : what;
      opened.value = { what };
    };
    return {
      areas: {
        menu: () => <PaletteButton open={opening("")} />,
        // a dialog that stands under a sheet takes no pointer there
        head: () => <Lazy room={room} opened={opened} typed={typed} recentFiles={recentFiles} />,
      },
      firstUse: { order: 30, load: async () => (await import("./keysLine.tsx")).KeysLine },
      commands: () => [
        { id: "palette.commands", name: words.value.showCommands, key: KEYS.commands, run: opening("") },
        { id: "palette.files", name: words.value.showFiles, key: KEYS.quickOpen, run: opening("/") },
        { id: "palette.line", name: words.value.showLine, run: opening(":") },
        { id: "palette.keys", name: words.value.showShortcuts, key: KEYS.shortcuts, run: opening("keys") },
      ],
      closed,
    };
  },
};
