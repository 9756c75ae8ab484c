// Run in the room's head, and at the thumb on a phone: it starts, says how far it is, and stops. Knows no output.
import { tip } from "../../ui/parts/tips/tip.ts";
import { KEYS } from "./keys.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import "./runButton.css";
import type { RunControls } from "./runControls.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.ts";
import type { RunPlace } from "../../../server/features/run/messages.ts";

interface OfRun {
  readonly model: RunModel;
}

const RunIcon = () => (
  <Icon>
    <path class="run-sign" d="M7.5 5v14l11-7z" />
  </Icon>
);

const StopIcon = () => (
  <Icon>
    <rect class="stop-sign" x="6.500" y="6.500" width="11" height="11" rx="2" />
  </Icon>
);

/** What the button says and does now. */
function shown(model: RunModel) {
  const { controls, own, phases } = model;
  const run = own.value;
  const phase = run?.run === undefined ? undefined : phases.value.get(run.run);
  if (phase?.phase === "queued") {
    const ahead = phase.ahead ?? 0;
    return { name: words.value.queued(ahead), title: words.value.queuedTitle(ahead), isStop: true };
  }
  if (run) return { name: words.value.stop, title: words.value.stop, isStop: true };
  if (controls.starting.value) return { name: words.value.starting, title: words.value.stop, isStop: true };
  const [place] = controls.places.value;
  const title = place === undefined ? controls.whyNot(controls.language.value) : words.value.runTitle[place];
  return { name: words.value.run, title, isStop: false };
}

export function RunButton({ model }: OfRun) {
  if (!model.hasButton.value) return null;
  const { name, title, isStop } = shown(model);
  const { controls } = model;
  const places = controls.places.value;
  return (
    <div class="run-head" role="group" aria-label={words.value.run}>
      <button
        type="button"
        class="button run-button"
        {...tip(title, isStop ? KEYS.stop : KEYS.run)}
        onClick={() => (isStop ? controls.stop() : controls.run())}
      >
        {isStop ? <StopIcon /> : <RunIcon />}
        <span>{name}</span>
      </button>
      {places.length > 1 && !isStop && <WhereToRun controls={controls} places={places} />}
    </div>
  );
}

interface WhereProps {
  readonly controls: RunControls;
  readonly places: readonly RunPlace[];
}

function WhereToRun({ controls, places }: WhereProps) {
  return (
    <span class="run-where">
      <select
        aria-label={words.value.where}
        {...tip(words.value.where)}
        value={places[0]}
        onChange={({ currentTarget }) => controls.choosePlace(currentTarget.value === "server" ? "server" : "browser")}
      >
        {(["browser", "server"] as const).map((place) => (
          <option key={place} value={place}>
            {words.value.place[place]}
          </option>
        ))}
      </select>
      <Icon>
        <path d="m7 10 5 5 5-5" />
      </Icon>
    </span>
  );
}

export function ThumbRun({ model }: OfRun) {
  if (!model.hasButton.value) return null;
  const { controls } = model;
  const { name, title, isStop } = shown(model);
  return (
    <button
      type="button"
      class="place-fold-tab"
      {...tip(title)}
      onClick={() => (isStop ? controls.stop() : controls.run())}
    >
      {isStop ? <StopIcon /> : <RunIcon />}
      <span>{name}</span>
    </button>
  );
}
