// The palette on the screen: what fits what is typed, with its key. Knows no command.
import { useComputed } from "@preact/signals";
import { Chooser } from "../../../ui/parts/lists/chooser.tsx";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import { Keys } from "../../../ui/parts/tips/keyCaps.tsx";
import type { OfPalette } from "../index.tsx";
import { kindOf, pressedAgain } from "../opening.ts";
import { type Choice, choicesFor } from "./choices.ts";
import "./palette.css";
import { words } from "./words.ts";

/** More are found by typing on. */
const MOST_SHOWN = 100;

export function Palette({ room, opened, typed, recentFiles }: OfPalette) {
  const all = useComputed(() => choicesFor(typed.value, room, recentFiles.value));
  const shown = all.value.slice(0, MOST_SHOWN);
  const kind = kindOf(typed.value);
  const title = words.value[kind === "files" ? "files" : "commands"];
  const close = (): void => {
    opened.value = undefined;
  };

  return (
    <Dialog title={title} class="command-palette" onClose={close}>
      <Chooser
        label={PLACEHOLDERS[kind]()}
        listLabel={title}
        typed={typed}
        shown={shown}
        idOf={({ id }) => id}
        fieldClass="palette-field"
        onChoose={(choice) => choice.run()}
        onKey={(event) => pressedAgain(event, typed, close)}
      >
        {(choice) => (
          <>
            <span class="palette-name">
              <Marked {...choice} />
            </span>
            {choice.key !== undefined && <Keys written={choice.key} />}
          </>
        )}
      </Chooser>
      <p class="palette-foot" role="status">
        {shown.length === 0
          ? kind === "line"
            ? words.value.typeLine
            : words.value.nothing
          : all.value.length > MOST_SHOWN
            ? words.value.more(all.value.length - MOST_SHOWN)
            : words.value.signs}
      </p>
    </Dialog>
  );
}

const PLACEHOLDERS = {
  commands: () => words.value.typeCommand,
  files: () => words.value.typeFile,
  line: () => words.value.typeLine,
};

/** The name with the letters marked that were typed. */
function Marked({ name, letters }: Choice) {
  const parts: { readonly isTyped: boolean; readonly text: string }[] = [];
  for (const [index, unit] of name.split("").entries()) {
    const isTyped = letters.has(index);
    const last = parts.at(-1);
    if (last?.isTyped === isTyped) parts[parts.length - 1] = { isTyped, text: last.text + unit };
    else parts.push({ isTyped, text: unit });
  }
  return parts.map(({ isTyped, text }, index) => (isTyped ? <mark key={index}>{text}</mark> : text));
}
