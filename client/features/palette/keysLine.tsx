// In an empty file: the key to every command. Knows no command.
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

/** Where there are keys. */
export const KeysLine = () =>
  matchMedia("(pointer: fine)").matches ? (
    <li>
      <kbd>{KEYS.commands[0]}</kbd>
      <span>{words.value.everyCommand}</span>
    </li>
  ) : null;
