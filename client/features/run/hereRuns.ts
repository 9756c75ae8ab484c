// What this person runs in this browser, one at a time, and what of it the room does not have: while the connection is away, and after. Draws nothing.
import { batch, signal } from "@preact/signals";
import type { ClientRunMessage } from "../../../server/features/run/messages.ts";
import type { BrowserRunner } from "./browser/index.ts";
import { pageThatNames } from "./browser/pages.ts";
import { BROWSER_LANGUAGES } from "./browserLanguages.ts";
import { type HereJob, HereRun, type HereState } from "./hereRun.ts";
import type { ProgramTexts } from "./programTexts.ts";
import type { Run } from "./loadedRuns.ts";
import { words } from "./words.later.ts";

/** Runs of which the room does not have all are kept, the newest; what each prints is bounded. */
const MOST_APART = 3;
/** Of files that are missing; the others are counted. */
const NAMED_PATHS = 3;

/** What the room does not have is told when the connection is back, or nobody else ever sees it. */
type Apart = "waits" | "stays";

/** A run as this person sees it, who may have more of it than the room has. */
export interface ShownRun extends Omit<Run, "run"> {
  /** undefined: the room does not know of it */
  readonly run: number | undefined;
  readonly apart?: Apart | undefined;
}

/** One that began here, until the room has all of it. */
interface Followed {
  readonly here: HereRun;
  /** undefined: it is shown as the room has it */
  apart: Apart | undefined;
  /** the room has less of it than it was told */
  isCleared: boolean;
}

/** A preview waits for where it is seen. */
export interface Preview {
  /** of its run */
  readonly id: string;
  /** Begins in it; the returned function ends it. */
  showIn(runner: BrowserRunner): () => void;
}

interface HereRunsOptions {
  send(message: ClientRunMessage): void;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** What runs a program where nothing of it is seen; rejects where it cannot be had. */
  runner(): Promise<BrowserRunner>;
  /** What there is for a program to read. */
  texts(): Promise<ProgramTexts>;
  /** UTF-8 that a run may print, as the server takes it. */
  outputBytes(): number;
  /** The program waits for a line. */
  asked(): void;
  /** It has ended, and the room has not said so. */
  endedApart(here: HereRun): void;
}

const withoutWords = (missing: readonly string[]): string =>
  words.peek().without(missing.slice(0, NAMED_PATHS).join(", "), Math.max(0, missing.length - NAMED_PATHS));

const characters = ({ parts }: Pick<Run, "parts">): number =>
  parts.reduce((sum, part) => sum + (part.type === "output" ? part.text.length : 0), 0);

export class HereRuns {
  /** what runs now, as only this browser knows it */
  readonly state = signal<(HereState & { readonly id: string }) | undefined>(undefined);
  readonly preview = signal<Preview | undefined>(undefined);
  readonly #options: HereRunsOptions;
  /** counts what changes in those below */
  readonly #changes = signal(0);
  /** the oldest first */
  #followed: Followed[] = [];
  #current: HereRun | undefined;
  /** what the room said last of how much it has of a run, whose number may not be known here yet */
  #taken: { readonly run: number; readonly characters: number } | undefined;

  constructor(options: HereRunsOptions) {
    this.#options = options;
  }

  /** What runs now. */
  get current(): HereRun | undefined {
    return this.#current;
  }

  /** Runs it; what ran before was stopped. `run`: its number, where the room knows of it. */
  begin(job: HereJob, run?: number): void {
    const here: HereRun = new HereRun(job, {
      send: (message) => this.#options.send(message),
      after: (ms, later) => this.#options.after(ms, later),
      changed: (state) => {
        this.state.value = { id: job.id, ...state };
        if (state.is === "asking") this.#options.asked();
      },
      grown: () => void this.#changes.value++,
      ended: () => {
        this.#leave(here);
        if (this.#of(job.id)?.apart) this.#options.endedApart(here);
      },
    });
    this.#current = here;
    this.state.value = { id: job.id, is: "loading" };
    this.#followed.push({ here, apart: run === undefined ? "waits" : undefined, isCleared: false });
    this.#changed();
    if (run !== undefined) this.#know(here, run);
    const begin = (runner: BrowserRunner | Promise<BrowserRunner>): void =>
      void Promise.all([runner, this.#options.texts()]).then(
        ([ready, { files, missing }]) => {
          const { language, path: main, input } = job;
          if (missing.includes(main)) return here.fail();
          // everybody is told, who may wonder why it was not found
          if (missing.length > 0) here.output("stderr", `${withoutWords(missing)}\n`);
          const outputBytes = this.#options.outputBytes();
          here.start((...args) => ready.run(...args), { language, main, files, input, outputBytes });
        },
        () => here.fail(),
      );
    if (BROWSER_LANGUAGES[job.language]?.runtime !== "preview") return begin(this.#options.runner());
    this.preview.value = {
      id: job.id,
      showIn(runner) {
        begin(runner);
        return () => here.stop();
      },
    };
  }

  /** The path of a page that is seen with this file, a style of it. Rejects where the room's texts cannot be had. */
  async pageOf(path: string): Promise<string | undefined> {
    return pageThatNames(path, (await this.#options.texts()).files);
  }

  /** The page goes, and with it what runs here: the others need not wait for it to come back. */
  leave(): void {
    this.#current?.leave();
  }

  close(): void {
    this.#current?.abandon();
  }

  /** As this person sees them: what the room does not have is at the end, or where the room has less of it. */
  merged(runs: readonly Run[]): readonly ShownRun[] {
    // read, so that it is done anew
    void this.#changes.value;
    const apart = this.#followed.filter((one) => one.apart !== undefined);
    const seen = runs.map((run) => {
      const mine = apart.find(({ here }) => here.job.id === run.id);
      return mine ? { ...run, parts: mine.here.parts, ended: mine.here.end ?? run.ended, apart: mine.apart } : run;
    });
    const unseen = apart.filter(({ here }) => runs.every(({ id }) => id !== here.job.id));
    return [...seen, ...unseen.map(({ here, apart }) => ({ ...here.shown, apart }))];
  }

  // ---- what the room has

  /** The connection is away: from now on what is here is shown, which nobody else sees. */
  away(): void {
    for (const one of this.#followed) {
      one.here.unheard();
      one.apart ??= "waits";
    }
    this.#taken = undefined;
    this.#changed();
  }

  /** It is back: what the room does not know is told, one run after the other. */
  back(): void {
    const next = this.#followed.find(({ apart }) => apart === "waits");
    if (next && next.here.run === undefined) this.#options.send(next.here.wish);
  }

  /** The room does not take the run of this id. False: there is none. */
  refused(id: string): boolean {
    const refused = this.#of(id);
    if (!refused) return false;
    refused.apart = "stays";
    this.#changed();
    this.back();
    return true;
  }

  /** It has so many UTF-16 units of what a run of this browser has printed. */
  taken(run: number, characters: number): void {
    this.#taken = { run, characters };
    this.#followed.find(({ here }) => here.run === run)?.here.taken(characters);
  }

  /** Follows what the room has by now. */
  follow(runs: readonly Run[]): void {
    for (const one of this.#followed) {
      const { here } = one;
      const known = runs.find(({ id }) => id === here.job.id);
      if (!known) continue;
      if (here.run === undefined) this.#know(here, known.run);
      const isAll = one.isCleared || characters(known) >= here.characters;
      if (known.ended) this.#settle(one, isAll && (here.end?.outcome ?? known.ended.outcome) === known.ended.outcome);
      else if (isAll && !here.end && here.isHeard) one.apart = undefined;
    }
    this.#changed();
  }

  /** The room has ended it. */
  #settle(one: Followed, isAll: boolean): void {
    const { here, apart } = one;
    if (here === this.#current) {
      here.abandon();
      this.#leave(here);
    }
    if (apart === undefined || isAll) this.#followed = this.#followed.filter((other) => other !== one);
    else one.apart = "stays";
    if (apart === "waits") this.back();
  }

  /** The output was cleared for everybody: what goes on goes on under it. */
  clear(): void {
    this.#followed = this.#followed.filter(({ apart }) => apart !== "stays");
    for (const one of this.#followed) {
      one.here.clear();
      one.isCleared = true;
    }
    this.#changed();
  }

  #know(here: HereRun, run: number): void {
    here.run = run;
    if (this.#taken?.run === run) here.taken(this.#taken.characters);
  }

  #of(id: string): Followed | undefined {
    return this.#followed.find(({ here }) => here.job.id === id);
  }

  #leave(here: HereRun): void {
    if (this.#current !== here) return;
    batch(() => {
      this.#current = undefined;
      this.state.value = undefined;
      this.preview.value = undefined;
    });
  }

  /** Keeps what is here within bounds. */
  #changed(): void {
    const over = this.#followed.length - MOST_APART;
    if (over > 0) this.#followed = this.#followed.filter(({ here }, index) => index >= over || here === this.#current);
    this.#changes.value++;
  }
}
