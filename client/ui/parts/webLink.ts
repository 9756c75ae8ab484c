// What a text that begins like an address of the web links to, and how that is shown: as nothing else than what is opened. Pure.

/** `text`: as it is written; `shown`: what a person sees of it, and is nothing else; `href`: http or https. */
interface WebLink {
  readonly text: string;
  readonly shown: string;
  readonly href: string;
}

/** What follows an address and is none of it; looked for from where it begins alone, else the time grows with its square. */
const ENDS_SENTENCE = /(?<![.,;:!?)\]}])[.,;:!?)\]}]+$/;

/** The link at the beginning of a text without blanks; undefined: it is none. */
export function webLinkIn(whole: string): WebLink | undefined {
  const text = withItsBrackets(whole.replace(ENDS_SENTENCE, ""), whole);
  const href = httpUrl(text);
  return href === undefined ? undefined : { text, shown: shownAs(text, href), href };
}

/** A bracket that closes one of the address is of the address. */
function withItsBrackets(address: string, whole: string): string {
  const count = (bracket: string): number => address.split(bracket).length - 1;
  const isOpen = whole[address.length] === ")" && count("(") > count(")");
  return isOpen ? `${address})` : address;
}

/** The address when it is one of the web, and nothing that runs; what stands before an @ would be taken for the place that it leads to. */
function httpUrl(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isOfWeb = url?.protocol === "http:" || url?.protocol === "https:";
  return isOfWeb && url.username === "" && url.password === "" ? url.href : undefined;
}

/**
 * What is seen as it is written, one after the other from left to right: other scripts, marks and what is invisible are not among it.
 * No letter is of both kinds: each that could be would double the time that an address takes which is not plain.
 */
const PLAIN =
  /^(?:[!-~]|(?![!-~]|\p{Default_Ignorable_Code_Point})(?=[\p{L}\p{N}])[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}])*$/u;

/** The address as it was written where it is plain and just that is opened, else as it is opened, which is ASCII alone. */
function shownAs(address: string, href: string): string {
  const escaped = PLAIN.test(address) ? address.replaceAll(/[^!-~]/gu, encodeURIComponent) : "";
  return href === escaped || href === `${escaped}/` ? address : href;
}
