// What a file's log is on its way to the page: blocks of updates, each packed as the store keeps it. Knows no weave.
import { unpacked } from "#protocol/packedEntries.ts";
import { readUpdates, type UpdateJSON } from "#protocol/updates.ts";

/** Updates that follow each other. */
interface Block {
  /** the version that the first is made on */
  readonly from: number;
  readonly updates: readonly UpdateJSON[];
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const utf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The blocks of an answer, one after the other, as they come. Rejects when it breaks off. */
export async function* blocksIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Block> {
  const incoming = new Incoming(body.getReader());
  while (!(await incoming.isAtEnd())) {
    const from = await incoming.number();
    await incoming.number();
    const packed = await incoming.bytes(await incoming.number());
    const text = unpacked(packed[0]!, await inflated(packed.subarray(1)), utf8);
    yield { from, updates: readUpdates(text) };
  }
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // what a Blob has is read through another process, 1 ms each
  const stream = new Response(bytes).body!.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The network, or the server, did not give all of an answer. */
export class BrokenOff extends Error {}

/** Bytes as they are needed, however they come. */
class Incoming {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) {
      const { done, value } = await this.#reader.read().catch(breakOff);
      if (done) return true;
      [this.#chunk, this.#at] = [value, 0];
    }
    return false;
  }

  /** A whole number ≥ 0, seven bits a byte, the low ones first. */
  async number(): Promise<number> {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = await this.#byte();
      if (byte < 128) return number + byte * scale;
      number += (byte - 128) * scale;
    }
  }

  async bytes(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      await this.#mustGoOn();
      const part = this.#chunk.subarray(this.#at, this.#at + length - at);
      bytes.set(part, at);
      at += part.length;
      this.#at += part.length;
    }
    return bytes;
  }

  async #byte(): Promise<number> {
    await this.#mustGoOn();
    return this.#chunk[this.#at++]!;
  }

  async #mustGoOn(): Promise<void> {
    if (await this.isAtEnd()) breakOff();
  }
}

/** Throws BrokenOff. */
export function breakOff(): never {
  throw new BrokenOff("the answer breaks off");
}
