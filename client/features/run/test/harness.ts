// A page with a runner and nothing else, for tests. Knows no room.
import {
  type BrowserEnd,
  type BrowserJob,
  type RunningProgram,
  BrowserRunner,
  type BrowserRunListener,
} from "../browser/index.ts";

const runner = new BrowserRunner(document.querySelector<HTMLElement>("#host")!);

export interface Heard {
  readonly run: RunningProgram;
  readonly heard: string[];
  /** When each was heard, by performance.now(). */
  readonly at: { [what: string]: number };
  readonly outputs: number[];
  stdout: string;
  stderr: string;
  readonly ended: Promise<BrowserEnd>;
  readonly started: Promise<void>;
  readonly asked: Promise<void>;
}

function start(job: Omit<BrowserJob, "files"> & { readonly files: Readonly<Record<string, string>> }): Heard {
  let end!: (end: BrowserEnd) => void, begin!: () => void, ask!: () => void;
  const made: Omit<Heard, "run"> = {
    heard: [],
    at: {},
    outputs: [],
    stdout: "",
    stderr: "",
    ended: new Promise((resolve) => (end = resolve)),
    started: new Promise((resolve) => (begin = resolve)),
    asked: new Promise((resolve) => (ask = resolve)),
  };
  const hear = (what: string): void => {
    made.heard.push(what);
    made.at[what] = performance.now();
  };
  const listener: BrowserRunListener = {
    progress(progress) {
      if (progress === undefined) hear("there");
      else made.at["loaded"] = progress.loaded / progress.total;
    },
    started() {
      hear("started");
      begin();
    },
    output(stream, text) {
      if (made.stdout === "") made.at["output"] = performance.now();
      made.outputs.push(text.length);
      made[stream] += text;
    },
    asks() {
      hear("asks");
      ask();
    },
    ended(ended) {
      hear("ended");
      end(ended);
    },
  };
  const run = runner.run({ ...job, files: new Map(Object.entries(job.files)) }, listener);
  return Object.assign(made, { run });
}

declare global {
  interface Window {
    start: typeof start;
    /** The newest. */
    last: Heard;
  }
}
window.start = (job) => (window.last = start(job));
