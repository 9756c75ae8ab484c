// In an empty file: that files can be dropped. Knows no upload.
import { words } from "./words.ts";

/** Where there is a pointer that drags. */
export const DropLine = () =>
  matchMedia("(pointer: fine)").matches ? (
    <li>
      <span>{words.value.dropLine}</span>
    </li>
  ) : null;
