// Search and replace blocks in the whole text of an answer, read in pieces. Knows no file.
import { BlockReader, type ParsedBlock } from "./both/blockReader.ts";
import { MOST_BLOCKS } from "./messages.ts";
import { Pieces } from "./pieces.ts";

/** In their order, MOST_BLOCKS at most. `isPath`: of a file that may be meant. */
export async function parsedBlocks(text: string, isPath: (path: string) => boolean): Promise<readonly ParsedBlock[]> {
  const reader = new BlockReader(isPath);
  const pieces = new Pieces();
  for (const line of text.split("\n")) {
    if (reader.blocks.length >= MOST_BLOCKS) break;
    reader.read(line);
    if (pieces.isFull(line)) await pieces.next();
  }
  reader.end();
  return reader.blocks;
}
