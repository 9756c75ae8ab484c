// The changes that a whole text of an answer proposes, each where it goes in the files that were sent. Knows no room.
import { setImmediate as turn } from "node:timers/promises";
import type { ChangeSet, Text } from "@codemirror/state";
import type { ChangeJSON } from "../../protocol/changes.ts";
import type { Limits } from "../../protocol/limits.ts";
import { parsedBlocks } from "./blocks.ts";
import type { ParsedBlock } from "./both/blockReader.ts";
import { changesOf, Lines } from "./matching.ts";
import type { Block, BlockProblem, LineRange } from "./messages.ts";
import type { ContextFile } from "./prompt.ts";

/** With its lines, once they are needed. */
type SentFile = ContextFile & { lines?: Lines };

const longestOf = (lines: readonly string[]): number => lines.reduce((most, { length }) => Math.max(most, length), 0);

/** Whether the text would be longer, or have longer lines, than a file may. */
function isTooLong(changes: ChangeSet, { search, replace }: ParsedBlock, limits: Limits): boolean {
  const longest = longestOf(replace);
  const isLonger = longest > limits.lineCharacters && longest > longestOf(search);
  return changes.newLength > limits.documentCharacters || isLonger;
}

/** The lines that go or become others; where some are put in, the one before which they are, or the last. */
function linesOf(text: Text, changes: ChangeSet): LineRange {
  let range: LineRange = [1, 1];
  changes.iterChanges((from, to, _from, _to, inserted) => {
    // lines that go take one end of a line with them, at the end of the text that before them
    const isGone = inserted.length === 0 && from > 0 && from < to;
    const first = isGone && to === text.length ? from + 1 : from;
    const last = inserted.length === 0 && to < text.length ? to - 1 : to;
    range = [text.lineAt(first).number, text.lineAt(last).number];
  });
  return range;
}

/** What an answer proposes, and of which files. */
interface Answer {
  readonly all: readonly ParsedBlock[];
  /** those that were sent */
  readonly files: ReadonlyMap<string, SentFile>;
  /** of all files that the room lists */
  readonly paths: ReadonlySet<string>;
}

async function placeOf(parsed: ParsedBlock, { all, files, paths }: Answer, limits: Limits) {
  const refused = (problem: BlockProblem) => ({ refused: problem });
  const file = files.get(parsed.path);
  if (parsed.isOpen) return refused("open");
  if (!file) return refused(paths.has(parsed.path) ? "notSent" : "unknownFile");
  const ofFile = all.filter(({ path }) => path === parsed.path);
  file.lines ??= await Lines.of(
    file.text,
    ofFile.flatMap(({ search }) => search),
  );
  const changes = await changesOf(file.lines, parsed);
  if (typeof changes === "string") return refused(changes);
  if (isTooLong(changes, parsed, limits)) return refused("tooLong");
  const lines = linesOf(file.text, changes);
  return { file: file.file, version: file.version, changes: changes.toJSON() as ChangeJSON, lines };
}

interface Proposable {
  /** those that were sent, as they were then */
  readonly files: readonly ContextFile[];
  /** of all files that the room lists */
  readonly paths: ReadonlySet<string>;
  readonly limits: Limits;
}

/** One block after the other, between which everything else that has arrived has its turn. */
export async function blocksOf(text: string, { files, paths, limits }: Proposable): Promise<readonly Block[]> {
  const byPath = new Map(files.map((file): [string, SentFile] => [file.path, { ...file }]));
  const all = await parsedBlocks(text, (path) => byPath.has(path) || paths.has(path));
  const blocks: Block[] = [];
  for (const [block, parsed] of all.entries()) {
    const { path, from, to } = parsed;
    blocks.push({ block, path, from, to, ...(await placeOf(parsed, { all, files: byPath, paths }, limits)) });
    await turn();
  }
  return blocks;
}
