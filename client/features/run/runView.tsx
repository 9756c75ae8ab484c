// One run as it is shown: who, where, how far or how it ended, and its lines. Text never becomes markup. Knows no other run.
import { tip } from "../../ui/parts/tips/tip.ts";
import { computed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { personColour } from "../../personColour.ts";
import { serverNow } from "../../serverClock.ts";
import { CheckIcon, CloseIcon } from "../../ui/parts/icons.tsx";
import { pageLocale } from "../../words.ts";
import { useFocusLeft } from "../../ui/parts/focusLeft.ts";
import { Time } from "../../ui/parts/times/timeWords.tsx";
import { asks } from "./asks.ts";
import { endWords, runOver } from "./endWords.ts";
import { type CodeLocation, locationsIn, type RoomPaths } from "./locationsIn.ts";
import type { Line, Span } from "./printed.ts";
import { RunLines } from "./runLines.ts";
import type { ShownRun } from "./hereRuns.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.later.ts";

/** Lines that are shown at once, and as many more with a press. */
const SHOWN_LINES = 300;
const MORE_LINES = 1_000;
/** Stretches of one look that are shown at once, and with a press as many more: each costs the browser an element. */
const MOST_LOOKS = 2_000;
/** Lines that are drawn together. */
const BLOCK_LINES = 50;

const numbers = computed(() => new Intl.NumberFormat(pageLocale.value, { maximumSignificantDigits: 2 }));

interface RunViewProps {
  readonly model: RunModel;
  readonly run: ShownRun;
  readonly paths: RoomPaths;
}

export function RunView({ model, run, paths }: RunViewProps) {
  const name = model.room.people.nameOf(run.participant);
  return (
    <article class="run" aria-label={words.value.runOf(run.path, name)}>
      <RunHead model={model} run={run} name={name} />
      <Lines model={model} run={run} paths={paths} />
      <Explain model={model} run={run} />
    </article>
  );
}

function RunHead({ model, run, name }: Omit<RunViewProps, "paths"> & { readonly name: string }) {
  const { ended, participant, place, path, time } = run;
  const person = model.room.people.person(participant);
  const isMine = participant === model.room.people.you.value?.participant;
  const inBrowser = isMine ? words.value.inMine : words.value.inBrowserOf(name);
  const where =
    place === "server" ? (
      words.value.onServer
    ) : (
      <>
        {inBrowser}, <span {...tip(words.value.canBeForgedTitle)}>{words.value.canBeForged}</span>
      </>
    );
  const isWell = ended?.outcome === "ok";
  // whoever cannot answer reads before it who can
  const isNamed = asks(model, run) && !model.controls.reaches(run);
  return (
    <header class={`run-about ${ended ? (isWell ? "good" : "bad") : "busy"}`}>
      {ended ? isWell ? <CheckIcon /> : <CloseIcon /> : <span class="run-spinner" />}
      <p>
        <strong>{ended ? endWords(run.place, ended) : <HowFar model={model} run={run} />}</strong>
        <span class="run-who-where">
          {!isNamed && (
            <>
              {" · "}
              <span class={`run-person ${personColour(person?.colour ?? 0)}`}>{name}</span>
            </>
          )}{" "}
          · {path} · {where} · <Time time={time} />
          {ended?.wallMs !== undefined && ` · ${words.value.seconds(numbers.value.format(ended.wallMs / 1_000))}`}
          {!!ended?.memoryBytes && ` · ${words.value.memory(numbers.value.format(ended.memoryBytes / 1024 / 1024))}`}
        </span>
        {run.apart && <span class="run-apart">{words.value.apart[run.apart]}</span>}
      </p>
      {!ended && model.controls.mayStop(run) && <StopButton model={model} run={run} />}
    </header>
  );
}

/** Of a run that has failed. */
function Explain({ model, run }: Pick<RunViewProps, "model" | "run">) {
  const { value: explain } = model.room.explain;
  const over = useMemo(() => runOver(run), [run]);
  if (!explain || !over?.hasFailed) return null;
  return (
    <p class="run-note">
      <button type="button" class="button small" onClick={() => explain.ask(over)}>
        {words.value.explain}
      </button>{" "}
      {explain.sends(over)}
    </p>
  );
}

function StopButton({ model, run }: Pick<RunViewProps, "model" | "run">) {
  const ref = useRef<HTMLButtonElement>(null);
  useFocusLeft(ref, ".run-output");
  return (
    <button ref={ref} type="button" class="button small" onClick={() => model.controls.stop(run.id)}>
      {words.value.stop}
    </button>
  );
}

/** What it does now, and since when. */
function HowFar({ model, run }: Pick<RunViewProps, "model" | "run">) {
  const second = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => void second.value++, 1_000);
    return () => clearInterval(timer);
  }, []);
  // read, so that it is drawn anew
  void second.value;
  const { value: here } = model.controls.here.value?.state ?? {};
  if (here?.id === run.id && here.is === "loading")
    return <>{here.progress ? loadingWords(here.progress, run.language) : words.value.loading}</>;
  if (asks(model, run))
    return (
      <>
        {model.controls.reaches(run)
          ? words.value.asking
          : words.value.askingFor(model.room.people.nameOf(run.participant))}
      </>
    );
  const { phase: told = "running", ahead = 0 } = (run.run !== undefined && model.phases.value.get(run.run)) || {};
  // of this browser's own it may be old
  const phase = told === "asking" ? "running" : told;
  const since = Math.max(0, Math.round((serverNow() - run.time) / 1_000));
  return (
    <>
      {words.value.phase[phase](ahead)}, {words.value.seconds(String(since))}
    </>
  );
}

/** What is here in full is not loaded any more: that it starts takes seconds where it is large. */
function loadingWords(
  { loaded, total }: { readonly loaded: number; readonly total: number },
  language: string,
): string {
  const [some, all] = [numbers.value.format(loaded / 1e6), numbers.value.format(total / 1e6)];
  return some === all ? words.value.startingRuntime(language) : words.value.loadingOf(some, all);
}

function Lines({ model, run, paths }: RunViewProps) {
  const read = useMemo(() => new RunLines(), [run.parts]);
  const wanted = useSignal(SHOWN_LINES);
  const presses = useSignal(0);
  const { lines, forgotten } = useRead(read, run);
  const from = firstShown(lines, wanted.value, MOST_LOOKS * (presses.value + 1));
  const wantedNext = lines.length - from + MORE_LINES;
  if (lines.length === 0)
    return run.ended?.outcome === "ok" && read.isAll ? <p class="run-note">{words.value.nothingPrinted}</p> : null;
  return (
    <>
      {from > 0 && (
        <button
          type="button"
          class="button quiet small run-more"
          onClick={() => {
            wanted.value = wantedNext;
            presses.value++;
          }}
        >
          {words.value.moreLines(from - firstShown(lines, wantedNext, MOST_LOOKS * (presses.value + 2)), from)}
        </button>
      )}
      {from === 0 && forgotten > 0 && <p class="run-note">{words.value.goneLines(forgotten)}</p>}
      <div class="run-lines" translate={false}>
        {inBlocks(lines, from, forgotten).map(({ number, first, lines: some }) => (
          <Block key={number} model={model} first={first} lines={some} paths={paths} />
        ))}
      </div>
    </>
  );
}

/** The lines as they were when all was read that had come; what is long is read in several turns. */
function useRead(read: RunLines, run: ShownRun): { readonly lines: readonly Line[]; readonly forgotten: number } {
  const turn = useSignal(0);
  // read, so that it is read on
  void turn.value;
  const shown = useRef<{ lines: readonly Line[]; forgotten: number }>({ lines: [], forgotten: 0 });
  const printed = read.of(run);
  const { lines, forgotten } = printed;
  if (read.isAll) shown.current = { lines: lines.slice(0, lines.at(-1)?.text === "" ? -1 : undefined), forgotten };
  useEffect(() => {
    if (read.isAll) return;
    const timer = setTimeout(() => void turn.value++);
    return () => clearTimeout(timer);
  });
  return shown.current;
}

/** Of the newest lines so many, and no more than have so many looks: the first of them. */
function firstShown(lines: readonly Line[], most: number, mostLooks: number): number {
  let from = lines.length;
  let looks = 0;
  while (from > 0 && lines.length - from < most) {
    looks += lines[from - 1]?.spans.length ?? 0;
    if (looks > mostLooks && from < lines.length) break;
    from--;
  }
  return from;
}

/** Which lines are in one depends on their numbers in the run alone: what comes leaves most of them as they are. */
function inBlocks(lines: readonly Line[], from: number, forgotten: number) {
  const blocks: { number: number; first: number; lines: readonly Line[] }[] = [];
  for (let at = from; at < lines.length;) {
    const first = forgotten + at;
    const number = Math.floor(first / BLOCK_LINES);
    const end = Math.min(lines.length, (number + 1) * BLOCK_LINES - forgotten);
    blocks.push({ number, first, lines: lines.slice(at, end) });
    at = end;
  }
  return blocks;
}

interface BlockProps {
  readonly model: RunModel;
  /** the number of the first of them in the run */
  readonly first: number;
  readonly lines: readonly Line[];
  readonly paths: RoomPaths;
}

/** Some lines, which are drawn anew where one of them is another. */
function Block({ model, first, lines, paths }: BlockProps) {
  const drawn = useRef(lines);
  if (drawn.current.length !== lines.length || lines.some((line, index) => line !== drawn.current[index]))
    drawn.current = lines;
  const { current } = drawn;
  return useMemo(
    () => (
      <div class="run-block">
        {current.map((line, index) => (
          <LineView key={first + index} model={model} line={line} paths={paths} />
        ))}
      </div>
    ),
    [model, first, current, paths],
  );
}

interface LineProps {
  readonly model: RunModel;
  readonly line: Line;
  readonly paths: RoomPaths;
}

/** A line that is the same is not drawn again. */
function LineView({ model, line, paths }: LineProps) {
  return useMemo(
    () => (
      <div class="run-line">
        {linked(line, paths).map(({ span, location }, index) =>
          location ? (
            <button
              key={index}
              type="button"
              class={`run-location ${span.look}`}
              {...tip(words.peek().goTo(paths.pathOf(location.file), location.line))}
              onClick={() => model.goToLine(location.line, location.file)}
            >
              {span.text}
            </button>
          ) : (
            <span key={index} class={span.look}>
              {span.text}
            </span>
          ),
        )}
        {line.isCut && " …"}
        {line.text === "" && "\n"}
      </div>
    ),
    [model, line, paths],
  );
}

/** The spans of a line, cut where a location in the code begins and ends. */
function linked({ spans, text }: Line, paths: RoomPaths) {
  const locations = locationsIn(text, paths);
  const cuts = locations.flatMap(({ from, to }) => [from, to]);
  let at = 0;
  return spans.flatMap((span) => {
    const [start, end] = [at, at + span.text.length];
    at = end;
    const edges = [start, ...cuts.filter((cut) => cut > start && cut < end), end];
    return edges.slice(1).map((edge, index): { span: Span; location: CodeLocation | undefined } => {
      const from = edges[index] ?? start;
      return {
        span: { look: span.look, text: text.slice(from, edge) },
        location: locations.find((one) => one.from <= from && edge <= one.to),
      };
    });
  });
}
