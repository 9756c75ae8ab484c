// What an answer of the assistant is made of: words, code, links, and changes of files that it proposes. Pure; makes no markup.
import type { RoomFile } from "#protocol/events.ts";
import { BlockReader } from "../../../server/features/assist/both/blockReader.ts";
import { webLinkIn } from "../../ui/parts/webLink.ts";
import { LEFT_OUT } from "./bounds.ts";
import type { Question } from "./loadedQuestions.ts";

/** A change that is proposed, by its place among those of the answer, from 0; lines without their ends. */
export interface ProposalPart {
  readonly type: "proposal";
  readonly block: number;
  /** as it is named before it, "" where nothing is */
  readonly path: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** the answer ended before it did, or it is still being written */
  readonly isOpen: boolean;
}

export type AnswerPart =
  | { readonly type: "words"; readonly text: string }
  /** `language` as the fence names it; "" where it does not */
  | { readonly type: "code"; readonly text: string; readonly language: string }
  | ProposalPart;

/** A stretch of words. A link is shown in full, as it is opened. */
export type Words =
  /** the other half has taken code out */
  | { readonly type: "leftOut" }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "link"; readonly text: string; readonly shown: string; readonly href: string };

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+#.-]{0,30})/;
/** What turns the letters after it round: it is shown that something is there. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

const shown = (text: string): string => text.replaceAll(TURNS, "\ufffd");

/** What an answer may name: the files of now, those that went along with its question and those for which it proposes something, by what they were called then. */
export function pathsFor(
  { context, end }: Pick<Question, "context" | "end">,
  files: readonly Pick<RoomFile, "name" | "deleted">[] = [],
): ReadonlySet<string> {
  const ofNow = files.filter(({ deleted }) => deleted === undefined).map(({ name }) => name);
  const ofThen = [...(context?.files ?? []), ...(end?.blocks ?? [])].map(({ path }) => path);
  // a block before which no file is named has none
  return new Set([...ofNow, ...ofThen].filter((path) => path !== ""));
}

/** The parts of an answer, or of as much of it as there is, with the same proposals as the other half finds. `isPath`: of a file that may be meant. */
export function answerParts(text: string, isPath: (path: string) => boolean): readonly AnswerPart[] {
  const reader = new Reader(isPath);
  for (const line of shown(text).split("\n")) reader.read(line);
  return reader.end();
}

/** The path that is shown above a proposal: as the other half knows it, once it has looked. */
export const pathShown = (part: Pick<ProposalPart, "path">, offered: { readonly path: string } | undefined): string =>
  offered === undefined ? part.path : shown(offered.path);

class Reader {
  readonly #blocks: BlockReader;
  readonly #parts: AnswerPart[] = [];
  /** lines of words, or of code in a fence */
  #lines: string[] = [];
  #fence: { readonly mark: string; readonly language: string } | undefined;
  /** the last line that is shown names a file */
  #endsInPath = false;
  /** how many blocks are among the parts */
  #proposed = 0;

  constructor(isPath: (path: string) => boolean) {
    this.#blocks = new BlockReader(isPath);
  }

  read(written: string): void {
    const kind = this.#blocks.read(written);
    if (kind !== "block") return this.#readWords(written.replace(/\r$/, ""), kind === "path");
    this.#dropPath();
    this.#flush();
    this.#propose();
  }

  end(): readonly AnswerPart[] {
    this.#blocks.end();
    this.#propose();
    this.#flush();
    return this.#parts;
  }

  #readWords(line: string, isPath: boolean): void {
    const [, mark = "", language = ""] = FENCE.exec(line) ?? [];
    const isEnd = this.#fence !== undefined && mark.startsWith(this.#fence.mark) && line.trim() === mark;
    if (mark !== "" && (isEnd || !this.#fence)) {
      this.#flush();
      this.#fence = isEnd ? undefined : { mark, language };
      return;
    }
    if (line.trim() !== "") this.#endsInPath = isPath;
    this.#lines.push(line);
  }

  /** The line that names the file is shown with what is proposed for it; it may stand before the fence. */
  #dropPath(): void {
    if (!this.#endsInPath) return;
    this.#endsInPath = false;
    const last = this.#lines.findLastIndex((line) => line.trim() !== "");
    if (last >= 0) return void (this.#lines.length = last);
    const words = this.#parts.at(-1);
    if (words?.type !== "words") return;
    this.#parts.pop();
    const text = words.text.split("\n").slice(0, -1).join("\n").trimEnd();
    if (text !== "") this.#parts.push({ type: "words", text });
  }

  #propose(): void {
    for (const { path, search, replace, isOpen } of this.#blocks.blocks.slice(this.#proposed)) {
      const block = this.#proposed++;
      this.#parts.push({ type: "proposal", block, path, before: search, after: replace, isOpen });
    }
  }

  #flush(): void {
    const text = this.#lines.join("\n");
    this.#lines = [];
    if (text.trim() === "") return;
    if (this.#fence) this.#parts.push({ type: "code", text, language: this.#fence.language });
    else
      for (const words of text.split(/\n\s*\n/))
        if (words.trim() !== "") this.#parts.push({ type: "words", text: words.replace(/^\n+|\s+$/g, "") });
  }
}

const INLINE = new RegExp(`\`([^\`\\n]+)\`|https?://[^\\s<>"'\`]+|${LEFT_OUT.replace(/\W/g, "\\$&")}`, "g");

/** The stretches of a paragraph, which together are all of it but for backquotes. */
export function wordsIn(text: string): readonly Words[] {
  const words: Words[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code] = match;
    const isLeftOut = whole === LEFT_OUT;
    const link = code === undefined && !isLeftOut ? webLinkIn(whole) : undefined;
    if (code === undefined && !link && !isLeftOut) continue;
    if (match.index > end) words.push({ type: "text", text: text.slice(end, match.index) });
    if (isLeftOut) words.push({ type: "leftOut" });
    else words.push(link ? { type: "link", ...link } : { type: "code", text: code ?? "" });
    end = match.index + (link ? link.text.length : whole.length);
  }
  if (end < text.length) words.push({ type: "text", text: text.slice(end) });
  return words;
}

/** A line of a proposal: taken away, put in, or there before and after. */
export interface DiffLine {
  readonly is: "taken" | "added" | "same";
  readonly text: string;
}

/** What a proposal changes: what is equal at both ends stays. The indentation that all its lines have is left out. */
export function diffLines({ before, after }: Pick<ProposalPart, "before" | "after">): readonly DiffLine[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const indentation = sharedIndentation([...before, ...after]);
  const lines = (is: DiffLine["is"], texts: readonly string[]) =>
    texts.map((text) => ({ is, text: text.slice(indentation) }));
  return [
    ...lines("same", before.slice(0, start)),
    ...lines("taken", before.slice(start, before.length - tail)),
    ...lines("added", after.slice(start, after.length - tail)),
    ...lines("same", before.slice(before.length - tail)),
  ];
}

/** UTF-16 units of blanks with which all lines begin that are not blank. */
function sharedIndentation(lines: readonly string[]): number {
  const [first = "", ...others] = lines.filter((line) => line.trim() !== "");
  let shared = /^\s*/.exec(first)?.[0] ?? "";
  for (const line of others) while (!line.startsWith(shared)) shared = shared.slice(0, -1);
  return shared.length;
}
