// What is counted of frames that come in any pieces.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Unfinished } from "./unfinished.ts";

/** A frame as clients send it. */
function frameOf(opcode: number, isLast: boolean, length: number): Buffer {
  const extended = length < 126 ? Buffer.alloc(0) : Buffer.alloc(length < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(length));
  const short = length < 126 ? length : extended.length === 2 ? 126 : 127;
  // masked by what looks like the beginning of other frames
  const mask = Buffer.from([0x81, 0xfe, 0x00, 0x89]);
  return Buffer.concat([
    Buffer.from([(isLast ? 0x80 : 0) | opcode, 0x80 | short]),
    extended,
    mask,
    Buffer.alloc(length, 0x81),
  ]);
}

const frame = fc.record({
  isControl: fc.boolean(),
  isLast: fc.boolean(),
  length: fc.oneof(fc.nat({ max: 125 }), fc.nat({ max: 700 }), fc.constantFrom(65_535, 65_536, 70_000)),
});

describe("what has arrived of a message", () => {
  it("[O21] is at least what was sent since the last one was whole, however it is cut into pieces, and nothing when it is", () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 5_000 })), (frames, cuts) => {
        const unfinished = new Unfinished();
        let isOpen = false;
        let open = 0;
        let ends = 0;
        let bytes = 0;
        for (const { isControl, isLast, length } of frames) {
          const all = frameOf(isControl ? 9 : isOpen ? 0 : 1, isControl || isLast, isControl ? length % 126 : length);
          for (let at = 0, turn = 0; at < all.length; turn++) {
            const piece = all.subarray(at, at + (cuts[turn % cuts.length] ?? all.length));
            bytes = unfinished.after(piece);
            at += piece.length;
            open += piece.length;
            if (at < all.length) expect(bytes).toBeGreaterThanOrEqual(open);
          }
          if (!isControl) isOpen = !isLast;
          if (isOpen) continue;
          open = 0;
          ends++;
          expect(bytes).toBe(0);
        }
        expect(bytes).toBeGreaterThanOrEqual(open);
        expect(unfinished.ends).toBe(ends);
      }),
    );
  });

  it("[O21] many frames without content, or pieces of a byte, take more than their bytes", () => {
    const unfinished = new Unfinished();
    unfinished.after(frameOf(1, false, 1));
    expect(unfinished.after(Buffer.concat(Array.from({ length: 100 }, () => frameOf(0, false, 0))))).toBeGreaterThan(
      25_000,
    );
    const [begun, ...rest] = frameOf(0, true, 100);
    let most = unfinished.after(Buffer.from([begun!]));
    for (const byte of rest.slice(0, -1)) most = unfinished.after(Buffer.from([byte]));
    expect(most).toBeGreaterThan(50_000);
    expect(unfinished.after(Buffer.from([rest.at(-1)!]))).toBe(0);
  });

  it("[O21] what follows a whole one in the same piece is what waits", () => {
    const unfinished = new Unfinished();
    const next = frameOf(1, true, 1_000).subarray(0, 500);
    const bytes = unfinished.after(Buffer.concat([frameOf(1, true, 3_000), frameOf(10, true, 5), next]));
    expect(bytes).toBeGreaterThanOrEqual(500);
    expect(bytes).toBeLessThan(1_000);
    expect(unfinished.ends).toBe(2);
  });
});
