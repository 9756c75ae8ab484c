// The log of a file as bytes that are sent: pieces as the store has them packed, each behind where it begins and how long it is. Knows no room.
import type { PackedCommit } from "../../rooms/roomStore.ts";

/** A whole number ≥ 0, seven bits a byte, the low ones first; the last byte is below 128. */
function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** Blocks, each `varint from, varint count, varint length, bytes`, those that begin before version `to`. `check` throws, at first and before each block, where no more may be sent. */
export async function* logBlocks(
  pieces: AsyncIterable<PackedCommit>,
  check: () => void,
  to = Infinity,
): AsyncGenerator<Uint8Array> {
  check();
  for await (const { from, count, packed } of pieces) {
    if (from >= to) return;
    check();
    yield Buffer.concat([Buffer.from([...varint(from), ...varint(count), ...varint(packed.length)]), packed]);
  }
}
