// Whether words are anywhere in what a store in memory has, and when they are not any more.
import type { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";

/** All that is stored of all rooms. */
export const storedIn = ({ rooms }: MemoryDisk): string =>
  JSON.stringify(
    [...rooms.values()].map((room) =>
      Object.values(room).map((part: unknown) => (part instanceof Map ? [...part.values()] : part)),
    ),
  );

/** Resolves when a stream is deleted and nothing that is stored has the word any more. */
export function erased(store: MemoryStore, disk: MemoryDisk, word: string): Promise<void> {
  const deleteStream = store.deleteStream.bind(store);
  return new Promise((resolve) => {
    store.deleteStream = async (stream) => {
      await deleteStream(stream);
      if (!storedIn(disk).includes(word)) resolve();
    };
  });
}
