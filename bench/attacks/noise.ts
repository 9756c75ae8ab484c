// Text that hardly becomes smaller when it is compressed. Knows nothing.
import { randomBytes } from "node:crypto";

const LINE_CHARACTERS = 100;

/** So many characters, in lines. */
export function noise(characters: number): string {
  const text = randomBytes(Math.ceil((characters * 3) / 4))
    .toString("base64")
    .slice(0, characters);
  return text.replaceAll(new RegExp(`(.{${LINE_CHARACTERS - 1}}).`, "g"), "$1\n");
}
