// Code in an answer: taken out while it streams where nothing of it may be shown, fenced, indented or in a block of changes; and taken out of its fence. Knows no guardrail.

/** What stands in its place. */
export const LEFT_OUT = "[code is left out in this room]";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Also a list in a list: what is no code is lost there rather than code told. */
const INDENTED = /^(?: {4}| {0,3}\t)\s*\S/;
const BEGIN = /^<{5,9} ?SEARCH\s*$/;
const END = /^>{5,9} ?REPLACE\s*$/;

/** What is in the one fence that is all of a text: models write one also where they are told not to. */
export function withoutFence(text: string): string {
  const [first = "", ...lines] = text.trim().split("\n");
  const [, fence] = FENCE.exec(first) ?? [];
  return fence && lines.pop()?.trim() === fence ? lines.join("\n") : text;
}

export class CodeLeftOut {
  /** of a line that is not whole yet */
  #line = "";
  /** what ends the code that is being left out */
  #until: ((line: string) => boolean) | undefined;
  /** the last line with anything in it was indented */
  #isIndented = false;

  /** What of it may be shown by now. */
  add(text: string): string {
    const lines = (this.#line + text).split("\n");
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
    const wasIndented = this.#isIndented;
    if (line.trim() !== "") this.#isIndented = INDENTED.test(line);
    if (INDENTED.test(line)) return wasIndented ? "" : LEFT_OUT + end;
    const [, fence] = FENCE.exec(line) ?? [];
    // a fence is ended by one of its kind that is as long
    if (fence) this.#until = (other) => FENCE.exec(other)?.[1]?.startsWith(fence) === true && /^[\s`~]*$/.test(other);
    else if (BEGIN.test(line)) this.#until = (other) => END.test(other);
    return this.#until ? LEFT_OUT : line + end;
  }
}
