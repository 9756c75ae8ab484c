// Whether a program waits for a line, as this browser knows of its own and the room says of all. Draws nothing.
import type { ShownRun } from "./hereRuns.ts";
import type { RunModel } from "./runModel.ts";

export function asks(model: RunModel, { id, run, ended }: ShownRun): boolean {
  if (ended) return false;
  const { value: here } = model.controls.here.value?.state ?? {};
  if (here?.id === id) return here.is === "asking";
  return run !== undefined && model.phases.value.get(run)?.phase === "asking";
}
