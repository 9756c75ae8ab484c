// The changes that a whole text of an answer proposes, each where it goes in the files that were sent. Knows no room.
import type { ChangeSet } from "@codemirror/state";
import type { ChangeJSON } from "../../protocol/changes.ts";
import type { Limits } from "../../protocol/limits.ts";
import { type ParsedBlock, parsedBlocks } from "./blocks.ts";
import { changesOf, Lines } from "./matching.ts";
import type { Block, BlockProblem } from "./messages.ts";
import type { ContextFile } from "./prompt.ts";

/** With its lines, once they are needed. */
type SentFile = ContextFile & { lines?: Lines };

/** Whether the text would be longer, or have longer lines, than a file may. */
function isTooLong(changes: ChangeSet, { search, replace }: ParsedBlock, limits: Limits): boolean {
  const longest = Math.max(0, ...replace.map(({ length }) => length));
  const before = Math.max(0, ...search.map(({ length }) => length));
  return changes.newLength > limits.documentCharacters || (longest > limits.lineCharacters && longest > before);
}

function placeOf(parsed: ParsedBlock, files: ReadonlyMap<string, SentFile>, limits: Limits) {
  const refused = (problem: BlockProblem) => ({ refused: problem });
  const file = files.get(parsed.path);
  if (parsed.isOpen) return refused("open");
  if (!file) return refused("unknownFile");
  const changes = changesOf((file.lines ??= new Lines(file.text)), parsed);
  if (typeof changes === "string") return refused(changes);
  if (isTooLong(changes, parsed, limits)) return refused("tooLong");
  return { file: file.file, version: file.version, changes: changes.toJSON() as ChangeJSON };
}

/** `files`: those that were sent, as they were then. */
export function blocksOf(text: string, files: readonly ContextFile[], limits: Limits): readonly Block[] {
  const byPath = new Map(files.map((file): [string, SentFile] => [file.path, { ...file }]));
  return parsedBlocks(text, (path) => byPath.has(path)).map((parsed, block): Block => {
    const { path, from, to } = parsed;
    return { block, path, from, to, ...placeOf(parsed, byPath, limits) };
  });
}
