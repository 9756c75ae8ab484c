// Logs as they come over the wire, packed as the server sends them, in whatever pieces the network makes of that.
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { logBlocks } from "../../../../server/features/history/logBlocks.ts";
import { pack } from "../../../../server/store/segment.ts";
import type { UpdateJSON } from "../../../../server/protocol/updates.ts";
import { blocksIn } from "./logBlocks.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "ü", "😀", "\uFEFF", '"', "\\", "\uD83D"),
  minLength: 1,
  maxLength: 6,
});
const logs = fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }).map((blocks) => {
  let [from, length] = [0, 0];
  return blocks.map((inserted) => {
    const updates = inserted.map((line, index): UpdateJSON => {
      const change: UpdateJSON[3] = length === 0 ? [[0, line]] : [length, [0, line]];
      length += line.length;
      return [1, from + index + 1, 1_700_000_000_000 + from + index, change];
    });
    const block = { from, updates };
    from += updates.length;
    return block;
  });
});

/** The bytes of an answer with these blocks. */
async function sent(blocks: readonly { readonly from: number; readonly updates: readonly UpdateJSON[] }[]) {
  const packed = await Promise.all(
    blocks.map(async ({ from, updates }) => ({
      from,
      count: updates.length,
      packed: await pack(JSON.stringify(updates)),
    })),
  );
  async function* pieces() {
    yield* packed;
  }
  const bytes: Uint8Array[] = [];
  for await (const one of logBlocks(pieces(), () => {})) bytes.push(one);
  return Buffer.concat(bytes);
}

/** A body that comes in pieces of these sizes, one after the other, and again. */
function inPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let [at, next] = [0, 0];
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[next++ % sizes.length]!;
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

it("[V309] a log is read to the letter, in whatever pieces it comes", async () => {
  await fc.assert(
    fc.asyncProperty(logs, sizes, async (blocks, sizes) => {
      const found: unknown[] = [];
      for await (const block of blocksIn(inPieces(await sent(blocks), sizes))) found.push(block);
      expect(found).toEqual(blocks);
    }),
    { numRuns: 60 },
  );
});

it("[V309] a log that breaks off is an error, and what came whole before is there", async () => {
  await fc.assert(
    fc.asyncProperty(logs, sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (blocks, sizes, share) => {
      const bytes = await sent(blocks);
      const last = await sent(blocks.slice(0, -1));
      // within the last block
      const end = last.length + 1 + Math.floor(share * (bytes.length - last.length - 2));
      const found: unknown[] = [];
      const reading = (async () => {
        for await (const block of blocksIn(inPieces(bytes.subarray(0, end), sizes))) found.push(block);
      })();
      await expect(reading).rejects.toThrow("breaks off");
      expect(found).toHaveLength(blocks.length - 1);
    }),
    { numRuns: 60 },
  );
});
