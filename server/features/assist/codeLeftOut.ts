// Code in an answer: taken out while it streams where nothing of it may be shown, fenced, indented, in a block of changes or bare; and taken out of its fence. Knows no guardrail.
import { isCodeLine, isNoSentence, withoutMarks } from "./codeLine.ts";

/** What stands in its place. */
export const LEFT_OUT = "[code is left out in this room]";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Also a list in a list: what is no code is lost there rather than code told. */
const INDENTED = /^(?: {4}| {0,3}\t)\s*\S/;
/** Other ends of lines than the one that texts have; a carriage return before that one is none. */
const BREAKS = /[\r\v\f\u0085\u2028\u2029]+/;
/** Lines that one is shown as which are read: no words are broken so more often, and each takes time. */
const MOST_SHOWN = 100;
const BEGIN = /^<{5,9} ?SEARCH\s*$/;
const END = /^>{5,9} ?REPLACE\s*$/;

/** What is in the one fence that is all of a text: models write one also where they are told not to. */
export function withoutFence(text: string): string {
  const [first = "", ...lines] = text.trim().split("\n");
  const [, fence] = FENCE.exec(first) ?? [];
  return fence && lines.pop()?.trim() === fence ? lines.join("\n") : text;
}

/** What ends what this line begins; undefined: it begins nothing. What is quoted ends quoted as deep. */
function endOf(line: string): ((line: string) => boolean) | undefined {
  const { rest, quotes, isListed } = withoutMarks(line);
  const [, fence] = FENCE.exec(rest) ?? [];
  if (!fence && !BEGIN.test(rest)) return undefined;
  return (other) => {
    const last = withoutMarks(other);
    // its end looks like quotes itself
    if (!fence) return END.test(other) || END.test(last.rest);
    if (last.quotes !== quotes) return false;
    // a fence is ended by one of its kind that is as long; in a list it may stand deeper
    const shown = isListed ? last.rest.trimStart() : last.rest;
    return FENCE.exec(shown)?.[1]?.startsWith(fence) === true && /^[\s`~]*$/.test(shown);
  };
}

export class CodeLeftOut {
  /** of a line that is not whole yet */
  #line = "";
  /** what ends the code that is being left out */
  #until: ((line: string) => boolean) | undefined;
  /** the last line with anything in it was code by itself, and the last line at all */
  #wasCode = false;
  #goesOn = false;

  /** What of it may be shown by now. A line is put together once, when it is whole: one that goes on for long is read no more often. */
  add(text: string): string {
    const lines = text.split("\n");
    lines[0] = this.#line + lines[0]!;
    this.#line = lines.pop()!;
    return lines.map((line) => this.#shown(line, "\n")).join("");
  }

  /** The rest: nothing comes any more. */
  end(): string {
    const rest = this.#shown(this.#line, "");
    this.#line = "";
    return rest;
  }

  #shown(line: string, end: string): string {
    if (this.#until) {
      if (!this.#until(line)) return "";
      this.#until = undefined;
      return end;
    }
    if (line.trim() === "") {
      this.#goesOn = false;
      return line + end;
    }
    this.#until = endOf(line);
    const wasCode = this.#wasCode;
    this.#wasCode = this.#goesOn = this.#until === undefined && this.#isCode(line);
    if (this.#until) return LEFT_OUT;
    return !this.#wasCode ? line + end : wasCode ? "" : LEFT_OUT + end;
  }

  /** A line that some show as more than one is code where one of these is, or begins some. */
  #isCode(line: string): boolean {
    const parts = line.trimEnd().split(BREAKS, MOST_SHOWN + 1);
    if (parts.length > MOST_SHOWN) return true;
    const shown = parts.filter((one) => one.trim() !== "");
    return shown.some((one) => this.#isCodeAlone(one) || (shown.length > 1 && endOf(one) !== undefined));
  }

  #isCodeAlone(line: string): boolean {
    const { rest } = withoutMarks(line);
    return [line, rest].some((one) => INDENTED.test(one)) || isCodeLine(rest) || (this.#goesOn && isNoSentence(rest));
  }
}
