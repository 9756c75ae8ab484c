// Reads a frame that the server made, for tests that stand where a socket would.

/** The text of an uncompressed frame. */
export function frameText(frame: Uint8Array): string {
  const start = frame[1] === 127 ? 10 : frame[1] === 126 ? 4 : 2;
  return Buffer.from(frame.subarray(start)).toString();
}
