// The lines of one run, read once as they come; under them what the browser that ran it says of its end. Knows no page.
import { Printed } from "./printed.ts";
import type { Run } from "./loadedRuns.ts";
import { words } from "./words.later.ts";
import { ENGLISH_OUTCOMES } from "./words.ts";

type Lined = Pick<Run, "parts" | "place" | "ended">;

/** UTF-16 units, and the part that reaches them: what is all colours takes the most time. */
const AT_ONCE_CHARACTERS = 16_000;

export class RunLines {
  readonly #printed = new Printed();
  #read = 0;
  #hasEnded = false;
  #isAll = false;

  /** Whether all that there was to read is in what was given last. */
  get isAll(): boolean {
    return this.#isAll;
  }

  /** Reads on, as much as the page has time for between two pictures. */
  of(run: Lined): Printed {
    let characters = 0;
    for (const part of run.parts.slice(this.#read)) {
      if (characters >= AT_ONCE_CHARACTERS) break;
      characters += "text" in part ? part.text.length : 0;
      this.#read++;
      if (part.type === "output") this.#printed.print(part.stream, part.text);
      else if (part.type === "input") this.#printed.print("typed", part.text);
      else this.#printed.say("run-cut", words.peek().gone(Math.max(1, Math.round(part.bytes / 1_000))));
    }
    this.#isAll = this.#read === run.parts.length;
    if (!this.#isAll) return this.#printed;
    const said = this.#hasEnded ? undefined : saidByBrowser(run);
    if (said !== undefined) this.#printed.say("run-said", said);
    this.#hasEnded ||= run.ended !== undefined;
    return this.#printed;
  }
}

/** Whoever has that browser can have it say anything, so it is shown as what a program prints, never as what this page says. */
function saidByBrowser({ place, ended }: Lined): string | undefined {
  return place === "browser" && ended && ended.sentence !== ENGLISH_OUTCOMES[ended.outcome]
    ? ended.sentence
    : undefined;
}
