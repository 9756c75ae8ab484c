// How much memory what runs in WebAssembly may take: of its own, and in files, which are arrays of the worker's. Knows no language.

/** Without this it would be 4 GB. */
const MOST_MEMORY_BYTES = 256 * 1024 * 1024;
const PAGE_BYTES = 65_536;

/** What is thrown where a language has no answer of its own. */
export class OutOfMemory extends RangeError {}

/** A program that wants more is told that there is none, as its language does; one file that is larger throws OutOfMemory. */
export function capMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE_BYTES > MOST_MEMORY_BYTES) throw new OutOfMemory();
    return grow.call(this, pages);
  };
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct(bytes, given: unknown[], as) {
      if (typeof given[0] === "number" && given[0] > MOST_MEMORY_BYTES) throw new OutOfMemory();
      return Reflect.construct(bytes, given, as) as Uint8Array;
    },
  });
}
