// The sandbox of a server: whether there is one, what it can run, and runs. Knows no room.
import { availableParallelism } from "node:os";
import { COMPILE_LIMITS, type RunLimits, RUN_LIMITS, SOURCE_BOUNDS, type SourceBounds } from "./bounds.ts";
import { KeptPrograms } from "./keptPrograms.ts";
import { probe } from "./probe.ts";
import { Queue } from "./queue.ts";
import { type FoundToolchain, type Job, type RunServices, SandboxRun } from "./run.ts";
import { TrialOrder } from "./trialOrder.ts";
import { LANGUAGES, Trials } from "./trials.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

export interface SandboxOptions {
  /** What no run may see: the folder of the data, and others in which secrets are. */
  readonly hidden: readonly string[];
  /** Folders with toolchains, besides those that the system has; each with its programs in `bin`. */
  readonly toolchains: readonly string[];
  /** How many runs at once; by default as many as processors but one. */
  readonly slots?: number | undefined;
  /** What a program may take that is not the usual. */
  readonly limits?: Partial<RunLimits> | undefined;
  /** And what a compiler may. */
  readonly compilerLimits?: Partial<RunLimits> | undefined;
  /** How large the files of a run may be; by default as large as is usual. */
  readonly sources?: SourceBounds | undefined;
  /** The languages to try; by default all. */
  readonly languages?: readonly string[] | undefined;
  /** Told that there is one more language. */
  readonly found?: () => void;
  /** Told what failed by no fault of a run. */
  readonly failed: (error: unknown) => void;
}

/** A language that this machine can run. */
export interface Available {
  readonly language: string;
  /** As its toolchain says it. */
  readonly version: string;
}

export class Sandbox {
  /** Why this server runs nothing, in a sentence; undefined where it does. */
  readonly absent: string | undefined;
  /** Resolves when all languages are tried. */
  readonly tried: Promise<void>;
  readonly #workshop: Workshop | undefined;
  readonly #trials: Trials | undefined;
  readonly #services: RunServices;
  readonly #runs = new Set<SandboxRun>();
  readonly #available: Available[] = [];
  readonly #closing = new AbortController();
  readonly #found: () => void;

  /** Tries to get out of a box first; where that succeeds, or there is no box, there is a reason why the sandbox is absent. Never rejects. */
  static async open(options: SandboxOptions): Promise<Sandbox> {
    let workshop: Workshop | undefined;
    let absent: string | undefined;
    try {
      workshop = await openWorkshop(options.toolchains);
      absent = await probe(workshop, options.hidden);
    } catch (error) {
      absent = error instanceof Error ? error.message : String(error);
    }
    if (workshop === undefined || absent === undefined) return new Sandbox(workshop, absent, options);
    await workshop.cgroups.close().catch(options.failed);
    return new Sandbox(undefined, absent, options);
  }

  private constructor(workshop: Workshop | undefined, absent: string | undefined, options: SandboxOptions) {
    this.absent = absent;
    this.#workshop = workshop;
    this.#found = options.found ?? (() => {});
    const order = new TrialOrder<FoundToolchain>(workshop === undefined ? [] : (options.languages ?? LANGUAGES));
    this.#services = {
      workshop: workshop ?? absent ?? "",
      queue: new Queue(options.slots ?? Math.max(1, availableParallelism() - 1)),
      kept: new KeptPrograms(),
      limits: { ...RUN_LIMITS, ...options.limits },
      compilerLimits: { ...COMPILE_LIMITS, ...options.compilerLimits },
      sources: options.sources ?? SOURCE_BOUNDS,
      found: (language) => order.foundOf(language),
      failed: options.failed,
    };
    if (workshop !== undefined) this.#trials = new Trials(workshop, this.#services, this.#closing.signal);
    this.tried = order.take((language) => this.#try(language));
  }

  /** Those that were tried and work, so far. */
  get languages(): readonly Available[] {
    return this.#available;
  }

  /** Runs that have begun, and those that wait for their turn. */
  get underWay(): { running: number; waiting: number } {
    const { waiting } = this.#services.queue;
    return { running: this.#runs.size - waiting, waiting };
  }

  /** Always a run: what keeps it from running is its end. */
  run(job: Job): SandboxRun {
    const run = new SandboxRun(this.#services, job);
    this.#runs.add(run);
    void run.ended.then(() => this.#runs.delete(run));
    return run;
  }

  /** Stops all, and resolves when nothing is left. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the sandbox is closed"));
    for (const run of this.#runs) run.stop();
    await Promise.all([this.tried, ...[...this.#runs].map((run) => run.ended)]);
    await this.#trials?.close();
    await this.#workshop?.cgroups.close();
  }

  async #try(language: string): Promise<FoundToolchain | undefined> {
    const found = await this.#trials?.find(language);
    if (found !== undefined) {
      this.#available.push({ language, version: found.version });
      this.#found();
    }
    return found;
  }
}
