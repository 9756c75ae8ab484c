// The output under the code, on a phone over it: all runs in their order, and what this person is asked about them. Loaded apart from the room; knows
// no line of a run.
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useAtTheEnd } from "../../ui/parts/logs/atTheEnd.ts";
import { ClearForAll } from "../../ui/parts/clearForAll.tsx";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { BrowserRunner } from "./browser/index.ts";
import { InputBefore, InputWhileItRuns } from "./inputs.tsx";
import { RoomPaths } from "./locationsIn.ts";
import { RunView } from "./runView.tsx";
import "./run.css";
import type { Preview } from "./hereRuns.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.later.ts";
import { words as runWords } from "./words.ts";

interface OfRun {
  readonly model: RunModel;
}

/** Runs that are shown at once; a press shows as many more. */
const SHOWN_RUNS = 8;

export function OutputPanel({ model }: OfRun) {
  const preview = model.controls.here.value?.preview.value;
  return (
    <div class={preview ? "run-output has-preview" : "run-output"}>
      <Clear model={model} />
      <Ask model={model} />
      <AskToShow model={model} />
      <Log model={model} />
      {preview && <PreviewPane key={preview.id} preview={preview} />}
      <InputWhileItRuns model={model} />
      <InputBefore model={model} />
    </div>
  );
}

function Ask({ model }: OfRun) {
  if (!model.mayAsk.value) return null;
  return (
    <div class="run-ask">
      <button type="button" class="button small" onClick={() => model.askOthers()}>
        {words.value.askOthers}
      </button>
    </div>
  );
}

/** Before a page is seen: no browser shuts all that it can do. */
function AskToShow({ model }: OfRun) {
  const { controls } = model;
  const { value: asked } = controls.askedToShow;
  const file = model.room.room.value?.files.find((one) => one.file === asked);
  if (!file) return null;
  return (
    <Dialog title={words.value.showTitle(file.name)} onClose={() => controls.answerToShow(false)}>
      <p>{words.value.showText}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => controls.answerToShow(true)}>
          {words.value.showPage}
        </button>
        <button type="button" class="button" onClick={() => controls.answerToShow(false)}>
          {words.value.showNot}
        </button>
      </div>
    </Dialog>
  );
}

/** Beside the tabs. */
function Clear({ model }: OfRun) {
  const { runs, asked } = model.reading.value;
  if (!model.mayRule.value || runs.length + asked.length === 0) return null;
  return (
    <div class="run-clear">
      <ClearForAll words={words.value} isAsking={model.isAskedToClear} onClear={() => model.clear()} />
    </div>
  );
}

/** Not read aloud as it grows: that a run is over is said, and all of it is there to be read. */
function Log({ model }: OfRun) {
  const log = useRef<HTMLDivElement>(null);
  const most = useSignal(SHOWN_RUNS);
  const { asked, cleared } = model.reading.value;
  const runs = model.runs.value;
  const shown = runs.slice(-most.value);
  const isMore = model.hasOlder.value || shown.length < runs.length;
  const first = isMore ? (shown[0]?.run ?? 0) : 0;
  const isAtEnd = useAtTheEnd(log);
  // a run of one's own leads there
  useSignalEffect(() => {
    if (model.controls.starting.value) isAtEnd.current = true;
  });
  const files = model.room.room.value?.files;
  const paths = useMemo(() => {
    const shown = files?.filter(({ deleted }) => deleted === undefined) ?? [];
    return new RoomPaths(new Map(shown.map(({ file, name }) => [name, file])));
  }, [files]);
  const asking = asked.filter(({ version }) => version >= first).slice(-SHOWN_RUNS);
  const items = [
    ...shown.map((run) => ({
      at: run.run ?? Infinity,
      view: <RunView key={run.id} model={model} run={run} paths={paths} />,
    })),
    ...asking.map((one) => ({
      at: one.version,
      view: (
        <p key={one.version} class="run-note">
          {words.value.asked(model.room.people.nameOf(one.participant), one.path)}{" "}
          {model.mayRun.value && (
            <button type="button" class="button small" onClick={() => model.controls.run(one.file)}>
              {runWords.value.runIt}
            </button>
          )}
        </p>
      ),
    })),
  ].toSorted((one, other) => one.at - other.at);
  return (
    <div ref={log} class="run-log" role="log" aria-live="off" aria-label={runWords.value.output} tabIndex={0}>
      <div>
        {isMore && (
          <button
            type="button"
            class="button small run-more"
            aria-disabled={model.isLoading.value}
            onClick={() => {
              most.value += SHOWN_RUNS;
              if (most.value > runs.length) model.readOlder();
            }}
          >
            {words.value.older}
          </button>
        )}
        {cleared && !isMore && (
          <p class="run-note">{words.value.cleared(model.room.people.nameOf(cleared.participant))}</p>
        )}
        {items.length === 0 && !cleared && !isMore && <p class="run-note">{words.value.nothing}</p>}
        {items.map(({ view }) => view)}
      </div>
    </div>
  );
}

/** Where the page that is tried is seen; it ends when it is not seen any more. */
function PreviewPane({ preview }: { readonly preview: Preview }): ComponentChildren {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? preview.showIn(new BrowserRunner(host.current)) : undefined), [preview]);
  return <div ref={host} class="run-preview" role="region" aria-label={words.value.preview} />;
}
