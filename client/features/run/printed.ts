// What a program prints, as lines in the colours that it asks for. Pure: knows no page and no run.

/** UTF-16 units of a line; what is longer is left out. */
const LINE_CHARACTERS = 5_000;
/** Of a line; what follows looks as the last one does. */
const MOST_SPANS = 200;
/** Of a sequence that has not ended; what is longer is none. */
const SEQUENCE_CHARACTERS = 64;
/** Lines of one run; older ones are forgotten. */
const MOST_LINES = 10_000;

/** What looks the same, by the classes that say how. */
export interface Span {
  readonly look: string;
  readonly text: string;
}

export interface Line {
  readonly spans: readonly Span[];
  readonly text: string;
  /** it went on, and that is left out */
  readonly isCut: boolean;
}

const EMPTY: Line = { spans: [], text: "", isCut: false };

const ESC = String.fromCodePoint(0x1b);
const BELL = String.fromCodePoint(7);
/** ESC and what follows it: a sequence of controls, one that names something, or a single one; or any other control but the tab; or what turns the
 * letters after it round. */
const CONTROL = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\)|[ -/]*[0-Z\\\\^-~])|[^\\P{Cc}\\t]|[\\u202A-\\u202E\\u2066-\\u2069]`,
  "gu",
);
const UNFINISHED = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*|\\][^${BELL}${ESC}]*${ESC}?|[ -/]*)$`, "u");

interface Look {
  colour: string | undefined;
  ground: string | undefined;
  readonly manners: Set<string>;
}

const newLook = (): Look => ({ colour: undefined, ground: undefined, manners: new Set() });

const MANNERS: Readonly<Record<number, string>> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  7: "inverse",
  9: "strike",
};
/** What takes which back. */
const BACK: Readonly<Record<number, readonly string[]>> = {
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
  27: ["inverse"],
  29: ["strike"],
};

/** The nearest of eight, so that it can be read on any ground. */
function nearest(red: number, green: number, blue: number): string {
  const most = Math.max(red, green, blue);
  const bit = (part: number, value: number): number => (part >= 96 && part > most / 2 ? value : 0);
  return String(bit(red, 1) + bit(green, 2) + bit(blue, 4));
}

/** Of the 256: sixteen with names, a cube of six by six by six, and greys. */
function ofTable(index: number): string {
  if (index < 16) return String(index % 8);
  if (index >= 232)
    return nearest(...(Array.from({ length: 3 }, () => (index - 232) * 10 + 8) as [number, number, number]));
  const part = (by: number): number => (Math.floor((index - 16) / by) % 6) * 51;
  return nearest(part(36), part(6), part(1));
}

/** Changes the look as a sequence "ESC [ … m" says. */
function apply(look: Look, sequence: string): void {
  const codes = sequence.slice(2, -1).split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    const manner = MANNERS[code];
    if (code === 0) [look.colour, look.ground] = [undefined, undefined];
    if (code === 0) look.manners.clear();
    else if (manner !== undefined) look.manners.add(manner);
    else if (code === 39) look.colour = undefined;
    else if (code === 49) look.ground = undefined;
    else if (code === 38 || code === 48) {
      const isTable = codes[at + 1] === 5;
      const [red = 0, green = 0, blue = 0] = codes.slice(at + 2);
      look[code === 38 ? "colour" : "ground"] = isTable ? ofTable(red) : nearest(red, green, blue);
      at += isTable ? 2 : 4;
    } else if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) look.colour = String(code % 10);
    else if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) look.ground = String(code % 10);
    for (const back of BACK[code] ?? []) look.manners.delete(back);
  }
}

function classesOf(base: string, { colour, ground, manners }: Look): string {
  let classes = base;
  if (colour !== undefined) classes += ` ansi-${colour}`;
  if (ground !== undefined) classes += ` on-ansi-${ground}`;
  for (const manner of manners) classes += ` ansi-${manner}`;
  return classes;
}

/** The line that is being written. */
class OpenLine {
  readonly #spans: Span[] = [];
  #length = 0;
  #isCut = false;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** False where nothing of it can be seen. */
  add(look: string, added: string): boolean {
    const taken = added.slice(0, LINE_CHARACTERS - this.#length);
    const wasCut = this.#isCut;
    this.#isCut ||= taken.length < added.length;
    if (taken === "") return this.#isCut !== wasCut;
    this.#length += taken.length;
    const before = this.#spans.at(-1);
    if (before && (before.look === look || this.#spans.length === MOST_SPANS))
      this.#spans[this.#spans.length - 1] = { look: before.look, text: before.text + taken };
    else this.#spans.push({ look, text: taken });
    return true;
  }

  back(): void {
    const before = this.#spans.pop();
    if (!before) return;
    this.#length--;
    if (before.text.length > 1) this.#spans.push({ ...before, text: before.text.slice(0, -1) });
  }

  /** As it is now. */
  read(): Line {
    return { spans: [...this.#spans], text: this.#spans.map(({ text }) => text).join(""), isCut: this.#isCut };
  }
}

/** The lines of one run; they grow at the end. */
export class Printed {
  #lines: Line[] = [EMPTY];
  #open = new OpenLine();
  /** the last of the lines is not as the open one is: it is read when it is asked for, not at each change of the look */
  #isStale = false;
  #forgotten = 0;
  readonly #looks = new Map<string, Look>();
  /** of each stream: the beginning of a sequence whose end is not here yet */
  readonly #begun = new Map<string, string>();
  /** a carriage return came: what follows takes the place of the line */
  #returns = false;

  get lines(): readonly Line[] {
    this.#readOpen();
    return this.#lines;
  }

  /** How many lines are not here any more. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** `stream`: also the class of what it prints. */
  print(stream: string, chunk: string): void {
    const look = this.#looks.get(stream) ?? newLook();
    this.#looks.set(stream, look);
    let text = (this.#begun.get(stream) ?? "") + chunk;
    const begun = UNFINISHED.exec(text)?.[0] ?? "";
    const isBegun = begun !== "" && begun.length < SEQUENCE_CHARACTERS;
    this.#begun.set(stream, isBegun ? begun : "");
    if (isBegun) text = text.slice(0, -begun.length);
    let at = 0;
    let classes = classesOf(stream, look);
    for (const { 0: control, index } of text.matchAll(CONTROL)) {
      this.#add(classes, text.slice(at, index));
      at = index + control.length;
      if (control === "\n") this.#end();
      else if (control === "\r") this.#returns = true;
      else if (control === "\b") {
        this.#open.back();
        this.#isStale = true;
      } else if (control.startsWith(`${ESC}[`) && control.endsWith("m")) {
        apply(look, control);
        classes = classesOf(stream, look);
      }
    }
    this.#add(classes, text.slice(at));
  }

  /** What is not the program's stands on a line of its own. */
  say(look: string, text: string): void {
    if (!this.#open.isEmpty) this.#end();
    this.print(look, text);
    this.#end();
  }

  #readOpen(): void {
    if (this.#isStale) this.#lines[this.#lines.length - 1] = this.#open.read();
    this.#isStale = false;
  }

  #add(look: string, added: string): void {
    if (added === "") return;
    if (this.#returns) {
      this.#open = new OpenLine();
      this.#isStale = true;
    }
    this.#returns = false;
    if (this.#open.add(look, added)) this.#isStale = true;
  }

  #end(): void {
    this.#returns = false;
    this.#readOpen();
    this.#open = new OpenLine();
    this.#lines.push(EMPTY);
    if (this.#lines.length <= MOST_LINES) return;
    // not one by one
    const gone = this.#lines.length - MOST_LINES / 2;
    this.#lines = this.#lines.slice(gone);
    this.#forgotten += gone;
  }
}
