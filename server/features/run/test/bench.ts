// `npm run bench:run`: what a box costs before a program begins, in each language; and how 50 people's typing fares while 20 runs wait. Knows no rule.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerProcess } from "../../../test/process/serverProcess.ts";
import { COMPILE_LIMITS, PROGRAM_BYTES, RUN_LIMITS, SOURCE_BOUNDS } from "../sandbox/bounds.ts";
import { PROGRAM_PATH } from "../sandbox/box.ts";
import { type Boxed, BoxedProcess } from "../sandbox/boxedProcess.ts";
import { KeptPrograms } from "../sandbox/keptPrograms.ts";
import { Queue } from "../sandbox/queue.ts";
import type { FoundToolchain } from "../sandbox/run.ts";
import { tar } from "../sandbox/tar.ts";
import { LANGUAGES, Trials } from "../sandbox/trials.ts";
import { openWorkshop, type Workshop } from "../sandbox/workshop.ts";
import { needToolchains } from "./debian.ts";
import { duringControl, quantile, QueuedRuns, SETTINGS, Typists } from "./underLoad.ts";

const TIMES = 25;
const PEOPLE = 50;
const LETTERS = 60;
const EVERY_MS = 200;
const ROUNDS = 5;
const HEAP_MB = 64;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Until its first output, in ms. Rejects where it says something else than "ok". */
async function boxed(workshop: Workshop, what: Omit<Boxed, "slot" | "typed">): Promise<{ ms: number; given: Buffer }> {
  const started = performance.now();
  let first = NaN;
  let said = "";
  const output = (_stream: string, bytes: Buffer): void => {
    if (said === "") first = performance.now() - started;
    said += bytes.toString();
  };
  const { ended } = await BoxedProcess.start(workshop, { ...what, slot: 0, typed: "" }, { output });
  const end = await ended;
  if (end.exitCode !== 0) throw new Error(`a box failed: ${said || end.stopped}`);
  return { ms: first, given: end.given };
}

/** The same without a box. */
function bare([file, ...words]: readonly string[], cwd: string, environment: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const env = { PATH: "/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", HOME: cwd, LANG: "C.UTF-8", ...environment };
    const child = spawn(file!, words, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
    let first = NaN;
    child.stdout.once("data", () => (first = performance.now() - started));
    child.once("error", reject);
    child.once("close", () => resolve(first));
  });
}

async function startUp(workshop: Workshop, { toolchain, prepared }: FoundToolchain): Promise<void> {
  const { language, trial, environment = {}, compile, run } = toolchain;
  const [main] = trial;
  const source = { main, files: new Map([trial]) };
  const files = tar(source.files);
  const folder = await mkdtemp(join(tmpdir(), "companion-bench-"));
  try {
    await writeFile(join(folder, main), trial[1]);
    let program: Buffer | undefined;
    if (compile) {
      const limits = COMPILE_LIMITS;
      const command = compile(source);
      program = (await boxed(workshop, { limits, environment, files, prepared, command, givenBytes: PROGRAM_BYTES }))
        .given;
      await writeFile(join(folder, "program"), program, { mode: 0o755 });
    }
    const command = run(source, HEAP_MB);
    const outside = command.map((word) => word.replace(PROGRAM_PATH, join(folder, "program")));
    const times = { boxed: [] as number[], bare: [] as number[] };
    for (let time = 0; time < TIMES; time++) {
      times.bare.push(await bare(outside, folder, environment));
      times.boxed.push((await boxed(workshop, { limits: RUN_LIMITS, environment, files, program, command })).ms);
    }
    const [inBox, without] = [quantile(times.boxed, 0.5), quantile(times.bare, 0.5)];
    say(`| ${[language, ms(without), ms(inBox), ms(inBox - without)].join(" | ")} |`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function startUps(): Promise<void> {
  const workshop = await openWorkshop([]);
  const found = (): Promise<undefined> => Promise.resolve(undefined);
  const failed = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  const queue = new Queue(1);
  const services = {
    workshop,
    queue,
    kept: new KeptPrograms(),
    limits: RUN_LIMITS,
    compilerLimits: COMPILE_LIMITS,
    sources: SOURCE_BOUNDS,
    found,
    failed,
  };
  const trials = new Trials(workshop, services, new AbortController().signal);
  say(`until a program's first output, ms, the middle one of ${TIMES}\n`);
  say("| language | bare | in a box | over |\n| --- | --: | --: | --: |");
  for (const language of LANGUAGES) {
    const one = await trials.find(language);
    if (one) await startUp(workshop, one);
  }
  await trials.close();
  await workshop.cgroups.close();
}

async function typing(): Promise<void> {
  const server = await ServerProcess.create(SETTINGS);
  await server.start();
  const runs = await QueuedRuns.open(server);
  const typists = await Typists.enter(server, PEOPLE);
  const type = (): Promise<number[]> => typists.type(LETTERS, EVERY_MS);
  await type();
  const samples: Record<string, number[][]> = { nothing: [], "the same program, by nobody": [], "20 runs": [] };
  for (let round = 0; round < ROUNDS; round++) {
    samples["nothing"]!.push(await type());
    samples["the same program, by nobody"]!.push(await duringControl(type));
    samples["20 runs"]!.push(await runs.during(type));
  }
  say(
    `\n${PEOPLE} people who type ${1_000 / EVERY_MS} letters a second each, ms until another sees one; the middle one of ${ROUNDS} samples\n`,
  );
  say("| beside | p50 | p99 |\n| --- | --: | --: |");
  for (const [beside, times] of Object.entries(samples)) {
    const middle = (part: number): string =>
      ms(
        quantile(
          times.map((one) => quantile(one, part)),
          0.5,
        ),
      );
    say(`| ${beside} | ${middle(0.5)} | ${middle(0.99)} |`);
  }
  typists.leave();
  runs.leave();
  await server.dispose();
}

await needToolchains();
await startUps();
await typing();
