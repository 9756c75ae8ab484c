// The shapes of ids, viewing addresses and join codes.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  isAddress,
  isRoomId,
  isViewingAddress,
  JOIN_CODE_ALPHABET,
  JOIN_CODE_LENGTH,
  readJoinCode,
  ROOM_ID_ALPHABET,
  ROOM_ID_LENGTH,
  VIEWING_ADDRESS_LENGTH,
} from "./roomId.ts";

const drawn = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const noise = fc.string({ unit: fc.constantFrom(" ", "-", "\t", "\n", "\u2013", "\u2011", "\u00a0"), maxLength: 3 });

describe("addresses of a room", () => {
  it("[P70] an id and a viewing address are told apart by their length alone", () => {
    fc.assert(
      fc.property(
        drawn(ROOM_ID_ALPHABET, ROOM_ID_LENGTH),
        drawn(ROOM_ID_ALPHABET, VIEWING_ADDRESS_LENGTH),
        (id, view) => {
          expect([isRoomId(id), isViewingAddress(id), isAddress(id)]).toEqual([true, false, true]);
          expect([isRoomId(view), isViewingAddress(view), isAddress(view)]).toEqual([false, true, true]);
        },
      ),
    );
  });

  it("[P70] anything else is no address", () => {
    const id = ROOM_ID_ALPHABET.slice(0, ROOM_ID_LENGTH);
    for (const text of ["", id.slice(1), `${id}33`, `${id}0`, `${id}\n`, ` ${id}`, `${id}/`, `${id}é`])
      expect(isAddress(text)).toBe(false);
  });
});

describe("join codes", () => {
  it("[P71] are read in any case, with any spaces and dashes", () => {
    const code = drawn(JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH);
    const written = fc.record({
      code,
      small: fc.array(fc.boolean(), { minLength: JOIN_CODE_LENGTH, maxLength: JOIN_CODE_LENGTH }),
      between: fc.array(noise, { minLength: JOIN_CODE_LENGTH + 1, maxLength: JOIN_CODE_LENGTH + 1 }),
    });
    fc.assert(
      fc.property(written, ({ code: meant, small, between }) => {
        const letters = [...meant].map((letter, place) => (small[place] ? letter.toLowerCase() : letter));
        const text = between.map((gap, place) => gap + (letters[place] ?? "")).join("");
        expect(readJoinCode(text)).toBe(meant);
      }),
    );
  });

  it("[P71] of any text nothing else comes out than a code that reads as itself", () => {
    const letter = fc.oneof(
      fc.constantFrom(...JOIN_CODE_ALPHABET.toLowerCase(), "0", "O", "1", "ß", "ſ", "\u212a", "é"),
      noise,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: letter, maxLength: 12 })), (text) => {
        const code = readJoinCode(text);
        if (code === undefined) return;
        expect(code).toMatch(new RegExp(`^[${JOIN_CODE_ALPHABET}]{${JOIN_CODE_LENGTH}}$`));
        expect(readJoinCode(code)).toBe(code);
        expect(code.toLowerCase()).toBe(text.replaceAll(/[\s\p{Pd}]/gu, "").toLowerCase());
      }),
    );
  });

  it("[P71] no code is anything that looks like another letter", () => {
    for (const text of ["0OIL1UOO", "K7MN2PQ", "K7MN2PQRS", "K7MN2PQß", "K7MN2PQ\u017f", ""])
      expect(readJoinCode(text)).toBeUndefined();
    expect(readJoinCode("k7mn-2pqr")).toBe("K7MN2PQR");
    expect(new Set(JOIN_CODE_ALPHABET).size ** JOIN_CODE_LENGTH).toBe(656_100_000_000);
  });
});
