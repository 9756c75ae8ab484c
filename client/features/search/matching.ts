// What a query finds in a text, and what takes its place. Pure; runs beside the page, because a pattern may go on for ever.

export interface Query {
  readonly text: string;
  readonly isCaseKept: boolean;
  readonly isWhole: boolean;
  /** `text` is a regular expression, as JavaScript has them */
  readonly isPattern: boolean;
}

/** A place in a text, in UTF-16 units, and how it is shown. */
export interface Match {
  readonly from: number;
  readonly to: number;
  /** from 1 */
  readonly line: number;
  /** of its line, or as much as is shown of it */
  readonly before: string;
  readonly found: string;
  readonly after: string;
}

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Of a long line. */
const SHOWN_BEFORE = 20;
const SHOWN = 160;

const LETTER = "[\\p{L}\\p{N}_]";

/** Throws SyntaxError where it is no regular expression. */
export function patternOf({ text, isCaseKept, isWhole, isPattern }: Query): RegExp {
  const source = isPattern ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const flags = isCaseKept ? "gmu" : "gimu";
  // by itself first: brackets around it could make a whole of two halves
  const pattern = new RegExp(source, flags);
  return isWhole ? new RegExp(`(?<!${LETTER})(?:${source})(?!${LETTER})`, flags) : pattern;
}

/** The first `most` places; what is empty is none. */
function* placesOf(text: string, query: Query, most: number): Generator<RegExpMatchArray & { index: number }> {
  let count = 0;
  for (const match of text.matchAll(patternOf(query))) {
    if (match[0] === "") continue;
    if (++count > most) return;
    yield match as RegExpMatchArray & { index: number };
  }
}

/** Lines of the text end with "\n". Throws SyntaxError. */
export function find(text: string, query: Query, most: number): Match[] {
  const found: Match[] = [];
  let [line, start] = [1, 0];
  for (const { index: from, 0: whole } of placesOf(text, query, most)) {
    for (let end = text.indexOf("\n", start); end !== -1 && end < from; end = text.indexOf("\n", start)) {
      line++;
      start = end + 1;
    }
    const end = text.indexOf("\n", from);
    const lineEnd = end === -1 ? text.length : end;
    const to = from + whole.length;
    const before = text.slice(start, from).trimStart();
    found.push({
      from,
      to,
      line,
      before: before.length > SHOWN_BEFORE ? `…${before.slice(-SHOWN_BEFORE)}` : before,
      found: text.slice(from, Math.min(to, lineEnd, from + SHOWN)),
      after: text.slice(Math.min(to, lineEnd), Math.min(lineEnd, to + SHOWN)),
    });
  }
  return found;
}

/** What replaces each place; in a pattern's replacement `$1`, `$<name>` and `$&` stand for what was found, `\n` and `\t` for themselves. Throws SyntaxError. */
export function edits(text: string, query: Query, replacement: string, most: number): Edit[] {
  return [...placesOf(text, query, most)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    insert: query.isPattern ? expanded(replacement, match) : replacement,
  }));
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\" };

const expanded = (replacement: string, match: RegExpMatchArray): string =>
  replacement.replaceAll(
    /\\([nt\\])|\$(?:(\$)|(&)|(\d{1,2})|<([^>]*)>)/g,
    (whole, escape?: string, dollar?: string, all?: string, number?: string, name?: string) => {
      if (escape !== undefined) return ESCAPED[escape] ?? whole;
      if (dollar !== undefined) return "$";
      if (all !== undefined) return match[0];
      if (number !== undefined) return Number(number) in match ? (match[Number(number)] ?? "") : whole;
      return match.groups ? (match.groups[name ?? ""] ?? "") : whole;
    },
  );
