// Paths as people and programs write them.
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { ROOM_ID_ALPHABET, ROOM_ID_LENGTH } from "../protocol/roomId.ts";
import { addressInPath } from "./addressInPath.ts";

it("[P1] [H65] a path names the address that it has in letters, encoded or not, with a slash at its end or not", () => {
  const letter = (text: string) => fc.constantFrom(text, `%${text.charCodeAt(0).toString(16)}`);
  const written = fc
    .string({ unit: fc.constantFrom(...ROOM_ID_ALPHABET), minLength: ROOM_ID_LENGTH, maxLength: ROOM_ID_LENGTH })
    .chain((id) => fc.tuple(fc.constant(id), fc.tuple(...[...id].map(letter)), fc.constantFrom("", "/")));
  fc.assert(
    fc.property(written, ([id, letters, end]) => {
      expect(addressInPath(`/${letters.join("")}${end}`)).toBe(id);
      expect(addressInPath(`/${letters.join("")}%25${end}`)).toBeUndefined();
    }),
  );
  const id = ROOM_ID_ALPHABET.slice(0, ROOM_ID_LENGTH);
  // encoded twice is another text
  for (const path of [
    "",
    id,
    `/%25${id.charCodeAt(0).toString(16)}${id.slice(1)}`,
    `/%2f${id}`,
    `/${id}//`,
    `//${id}`,
    `/${id}%0a`,
    "/%c3%a9",
    "/%",
  ])
    expect(addressInPath(path)).toBeUndefined();
});
