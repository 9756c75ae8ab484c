// What a message is made of: text, code, links, places in a file, names of people. Pure; makes no markup.
import type { RoomFile } from "#protocol/events.ts";
import { withoutJoiners } from "#protocol/names.ts";
import { webLinkIn } from "../../ui/parts/webLink.ts";

export type Part =
  | { readonly type: "text"; readonly text: string }
  /** `language` as the fence names it; "" where it does not */
  | { readonly type: "block"; readonly text: string; readonly language: string }
  | { readonly type: "code"; readonly text: string }
  /** `href` is http or https; `shown` is what a person sees of it, and is nothing else */
  | { readonly type: "link"; readonly text: string; readonly shown: string; readonly href: string }
  | { readonly type: "place"; readonly text: string; readonly file: number; readonly line: number }
  | { readonly type: "mention"; readonly text: string };

/** What can be meant: people and files of the room. */
export interface Context {
  /** as `namesOf` makes them */
  readonly names: ReadonlySet<string>;
  /** where two have the name that is written, the first is meant */
  readonly files: readonly Pick<RoomFile, "file" | "name">[];
}

const comparable = (name: string): string => withoutJoiners(name.normalize("NFC")).toLowerCase();

/** Names, ready to be looked for. */
export const namesOf = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(comparable));

const BLOCK = /```(?:([\w+#.-]{0,30})[^\S\n]*\n)?([\s\S]*?)```/g;
/** What may begin inside of a line; each is looked at more closely where it is found. */
const INLINE = /`([^`\n]+)`|https?:\/\/[^\s<>"'`]+|(?<![\w./-])([\w./-]*\w):(\d{1,7})(?!\w)|(?<![\w@])@(?=\S)/g;
/** UTF-16 units; a name of pictures has two for each of its characters. */
const LONGEST_NAME = 100;
/** The name before it goes on: in the same word, or in the same picture. */
const GOES_ON = /[\u200c\u200d]?[\p{L}\p{N}_]|(?:\u200d|(?<=\u200d))\p{ExtPict}/uy;

/** What turns the letters after it round, so that a name reads as another. An address is shown so that it shows. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const WORDS: ReadonlySet<Part["type"]> = new Set(["text", "block", "code"]);

/** The parts of a message, which together are all of its text but for fences, backquotes and what turns it round. */
export function partsOf(text: string, context: Context): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  // a block stands on lines of its own, so the line breaks beside it are not shown
  const say = (from: number, to: number): void => {
    const between = text.slice(from, to);
    const after = from === 0 ? between : between.replace(/^\n/, "");
    parts.push(...inlineParts(to === text.length ? after : after.replace(/\n$/, ""), context));
  };
  for (const match of text.matchAll(BLOCK)) {
    const [whole, language = "", code = ""] = match;
    if (code.trim() === "") continue;
    say(end, match.index);
    parts.push({ type: "block", language, text: code.replace(/\n$/, "") });
    end = match.index + whole.length;
  }
  say(end, text.length);
  return parts.map((part) => (WORDS.has(part.type) ? { ...part, text: part.text.replaceAll(TURNS, "") } : part));
}

function inlineParts(text: string, context: Context): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const pattern = new RegExp(INLINE);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const part = partAt(text, match, context);
    if (part === undefined) continue;
    const { length, ...found } = part;
    if (match.index > end) parts.push({ type: "text", text: text.slice(end, match.index) });
    parts.push(found);
    end = pattern.lastIndex = match.index + length;
  }
  if (end < text.length) parts.push({ type: "text", text: text.slice(end) });
  return parts;
}

function partAt(
  text: string,
  match: RegExpExecArray,
  { names, files }: Context,
): (Part & { readonly length: number }) | undefined {
  const [whole, code, name, line] = match;
  if (code !== undefined) return { type: "code", text: code, length: whole.length };
  if (name !== undefined) {
    const meant = files.find((one) => one.name === name) ?? files.find((one) => isNameOf(name, one.name));
    return meant && { type: "place", text: whole, file: meant.file, line: Number(line), length: whole.length };
  }
  if (whole === "@") {
    const found = nameAt(text, match.index + 1, names);
    return found === undefined ? undefined : { type: "mention", text: `@${found}`, length: found.length + 1 };
  }
  const link = webLinkIn(whole);
  return link && { type: "link", ...link, length: link.text.length };
}

/** A file is meant by its name, with or without folders and an extension that the name does not have. */
function isNameOf(written: string, file: string): boolean {
  const last = written.split("/").at(-1) ?? "";
  const own = file.split("/").at(-1) ?? "";
  return last === own || (!own.includes(".") && last.replace(/\.\w+$/, "") === own);
}

/** The longest of the names that stands there whole. */
function nameAt(text: string, at: number, names: ReadonlySet<string>): string | undefined {
  const most = text.slice(at, at + LONGEST_NAME);
  for (let length = most.length; length > 0; length--) {
    const name = most.slice(0, length);
    GOES_ON.lastIndex = at + length;
    if (names.has(comparable(name)) && !GOES_ON.test(text)) return name;
  }
  return undefined;
}

/** Whether one of the names is mentioned. */
export const mentions = (text: string, names: readonly string[]): boolean =>
  partsOf(text, { names: namesOf(names), files: [] }).some(({ type }) => type === "mention");

/** What follows a name that a text begins with, after its @; undefined: it begins with another, or with none. */
export function addressedIn(text: string, name: string): string | undefined {
  if (!text.startsWith("@") || nameAt(text, 1, namesOf([name])) === undefined) return undefined;
  return text.slice(1 + name.length).replace(/^[\s,:]+/, "");
}

/** The name that is being typed before the caret, from its `@` on, or undefined. */
export function nameBefore(text: string, caret: number): { readonly at: number; readonly typed: string } | undefined {
  const match = /(?<![\w@])@([^@\n]{0,40})$/.exec(text.slice(0, caret));
  return match ? { at: match.index, typed: match[1] ?? "" } : undefined;
}

/** Names that begin with what is typed, at most `most`. */
export const namesFor = (typed: string, names: readonly string[], most: number): readonly string[] =>
  names.filter((name) => comparable(name).startsWith(comparable(typed))).slice(0, most);
