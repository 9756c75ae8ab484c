// From a text to the bytes of its WebSocket frame, header and all, once for any number of sockets. Knows no socket and no message.
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Frame, Frames } from "../rooms/ports.ts";

/** Above 4 a text hardly becomes smaller, and takes longer. */
const DEFLATE = { level: 4 };
/** A shorter text is not worth compressing. */
const LONG_CHARACTERS = 4_000;
const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;

const deflate = promisify(deflateRaw);

/** A frame of `length` bytes in what `allocate` gives, with its header written, and where those bytes begin. */
function frameOf(
  length: number,
  firstByte: number,
  allocate: typeof Buffer.allocUnsafe,
): { frame: Buffer; start: number } {
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = allocate(start + length);
  frame[0] = firstByte;
  frame[1] = start === 2 ? length : start === 4 ? 126 : 127;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  return { frame, start };
}

function encode(text: string, allocate = Buffer.allocUnsafe): Frame {
  const { frame, start } = frameOf(Buffer.byteLength(text), FINAL_TEXT, allocate);
  frame.write(text, start);
  return { plain: frame, deflated: undefined };
}

export const socketFrames: Frames = {
  encode: (text) => encode(text),
  // memory of its own: a small part of what many frames share would keep all of it
  async compress(text) {
    const { plain } = encode(text, Buffer.allocUnsafeSlow);
    if (text.length < LONG_CHARACTERS) return { plain, deflated: undefined };
    const deflated = await deflate(text, DEFLATE);
    const { frame, start } = frameOf(deflated.length, FINAL_BINARY, Buffer.allocUnsafeSlow);
    deflated.copy(frame, start);
    return { plain, deflated: frame };
  },
};
