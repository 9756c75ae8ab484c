// Whether a line that stands by itself is written as code is, by signs that many languages share. Knows no language, and no answer.
//
// It errs on the side of code: what is none and looks so is lost where no code may be shown. What it cannot see: code within a line of words, in a
// table, or in a language of words; code that is told in words; and a single name, which is also a place to look at.

/** UTF-16 units of a line that are looked at: what is longer says by then what it is. */
const LOOKED_AT = 400;

/** What code and words can stand in: quotes, lists, headings, and the numbers of lines. */
const MARKS = /^(?: {0,3}(?:>{1,4}(?!>) ?|(?:[-*+•‣◦▪]|\d{1,9}(?:[.):]| ?\|)|#{1,6})(?= ) ?))+/;

/** Zero-width blanks and the like. */
const UNSEEN = /\p{Cf}/gu;

/** A line without the marks of what it stands in, and how many quotes that are. */
export function withoutMarks(line: string): {
  readonly rest: string;
  readonly quotes: number;
  readonly isListed: boolean;
} {
  const seen = line.replaceAll(UNSEEN, "");
  const [marks = ""] = MARKS.exec(seen) ?? [];
  return { rest: seen.slice(marks.length), quotes: marks.split(">").length - 1, isListed: /[^> ]/.test(marks) };
}

/** Words in a row. Six of them are no code, nor four with one that code does not have. */
const SIX_WORDS = /(?:^|[^\p{L}\p{N}_])\p{L}+(?:[,;]? ['"(]?\p{L}[\p{L}'’]*[)'"]?){5}/u;
const FOUR_WORDS = /(?:^|[^\p{L}\p{N}_])\p{L}+(?:[,;]? ['"(]?\p{L}[\p{L}'’]*[)'"]?){3}/u;
const OF_SENTENCES =
  /\b(?:the|you|your|it|are|that|this|to|of|what|which|how|be|has|have|can|will|should|der|die|das|du|ein|eine|einen|ist|sind|zu|von|wenn|dass|nicht|wie|wird|kann)\b/iu;

const isWords = (line: string): boolean => SIX_WORDS.test(line) || (FOUR_WORDS.test(line) && OF_SENTENCES.test(line));

/** What counts whatever words there are: values given at the beginning, blocks opened at the end, conditions and queries made of words. */
const SURE: readonly RegExp[] = [
  /^[\w$.[\]]+(?:: ?[\w[\], |<>.]+)? (?:\*\*|\/\/|<<|>>|\?\?|&&|\|\||[-+*/%&|^:])?= \S/,
  /^(?:const|let|var|val|final|auto) [^=]*= ?\S/,
  /\{$/,
  /^(?:if|for|foreach|while|switch) ?\(.*;$/,
  /^(?:if|elif|while)\b.*\b(?:None|True|False|not in|is not)\b.*:$/,
  /^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH)\b.*\b(?:FROM|INTO|SET|TABLE|VALUES|AS|INDEX|VIEW)\b/,
];

const SIGNS: readonly RegExp[] = [
  // brackets and nothing else; what ends as statements and blocks do
  /^[()[\]{};,]+$/,
  /[{};]$/,
  /^[)\]}]/,
  // what is given a value, also a typed one, and what is only named with one
  /[\w)\]]\s*(?:\*\*|\/\/|<<|>>|\?\?|&&|\|\||[-+*/%&|^:])?=(?![=>~])\s*\S/,
  /^["'][\w-]+["']\s*:\s*\S/,
  // operators that words do not have
  /=>|->|::|&&|\|\||[=!]==?|[<>]=|\+\+|<<|>>|(?:^|\s)<-(?:\s|$)/,
  // a call with something in it, and one that goes on from the line before
  /^(?:await |new |yield |return )?[\w$.:>!?[\]-]*\w!?\((?!\)).*\)?(?:[,;]|\s*[:{])?$/,
  /^\.\w+\(/,
  // what begins a block, and what is done in one
  /^(?:async )?(?:def|function|func|fn|fun|sub|proc)\*? ?[\w$.]*[(<]/,
  /^(?:class|interface|struct|enum|trait|impl|module|namespace|object|record|package|type) [A-Z]\w*(?:[(<:]|$| (?:extends|implements|is|=))/,
  /^(?:else|try|finally|do|begin)\s*:?$/,
  /^(?:if|elif|else if|elsif|unless|while|until|switch|match|case|with|catch|except)\b.*(?::|\bthen|\bdo)$/,
  /^(?:if|else if|elseif|for|foreach|while|switch|catch)\s*\(/,
  /^for [\w, ()]+ in \S.*$/,
  /^(?:return|yield|throw|raise|await|del|delete|assert|break|continue|pass|end|fi|done|esac)(?: [^\s.]+)?;?$/,
  /^(?:return|yield|throw|raise|await) .*[()[\]+*/%<>="'\d]/,
  /^[\w$]+\??: \S+,$/,
  /^(?:print|puts|echo|printf) ["'$\w(]/,
  /^(?:import|using|use|require|package|include) (?:static )?[\w.*{}"'<>@/:-]+(?: as \w+)?(?:, ?[\w.]+(?: as \w+)?)*;?$/,
  /^from [\w.]+ import \S/,
  /^#(?:include|define|ifdef|ifndef|endif|pragma)\b/,
  /^(?:const|var|val) \w/,
  /^(?:unsigned |const |static )*(?:int|long|short|char|float|double|bool|boolean|void|string|String|auto|byte)\b[*&[\] ]+\w+ ?[;=([,]/,
  /^(?:public|private|protected|internal|static|final|abstract|export|async|pub|unsafe|override|const|let|var|val) .*[({,]$/,
  /^@\w+(?:[.(].*)?$/,
  /^<[/!?]?[a-z][\w-]*(?:\s[^<>]*)?\/?>/i,
  /^\$ \S/,
];

/** A line that is quoted, or in brackets, as a whole. */
const ENCLOSED = /^(?:"(.*)"|'(.*)'|\((.*)\)|[“„«‘‹](.*)[”“»’›])[.,:;]?$/;

/** What is quoted within a line; an apostrophe within a word quotes nothing. */
const QUOTED = /"[^"]*"|(?<![\p{L}\p{N}])'[^']*'/gu;

const isSetting = (character: string | undefined): boolean => character !== undefined && "`*_".includes(character);

/** What is set as code or in bold from one end to the other, without that. By hand: an expression with two runs of the same marks is cubic. */
function withoutSetting(line: string): string {
  const ended = /[.,:;]$/.test(line) ? line.length - 1 : line.length;
  let [from, to] = [0, ended];
  while (isSetting(line[from])) from++;
  while (to > from && isSetting(line[to - 1])) to--;
  const isSet = from > 0 && from < to && to < ended && !line.slice(from, to).includes("`");
  return isSet ? line.slice(from, to) : line;
}

/** `rest`: of a line, without its marks. A name, a path and a call of nothing stay: they are what is talked about. */
export function isCodeLine(rest: string): boolean {
  const cut = rest.slice(0, LOOKED_AT).trim();
  const inside = ENCLOSED.exec(cut)?.slice(1).join("");
  return inside === undefined ? hasSigns(cut) : hasSigns(inside.trim()) || (!isWords(inside) && hasSigns(cut));
}

function hasSigns(cut: string): boolean {
  // what is set as code within it is a word of it
  const line = withoutSetting(cut)
    .replaceAll(/`[^`]*`/g, "code")
    .replace(/\s+\/[/*].*$/, "");
  const is = (sign: RegExp): boolean => sign.test(line);
  return SURE.some(is) || (!isWords(line.replaceAll(QUOTED, '""')) && SIGNS.some(is));
}

/** Whether it may go on what a line of code has begun: it has no look of a sentence. */
export const isNoSentence = (rest: string): boolean =>
  !FOUR_WORDS.test(rest.slice(0, LOOKED_AT)) && !/[.!?:]$/.test(rest.trimEnd());
