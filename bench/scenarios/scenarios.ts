// All scenarios in the order of the report.
import { appendScenario } from "./append.ts";
import { browserScenario } from "./browser.ts";
import { compactionScenario } from "./compaction.ts";
import { growthScenarios } from "./growth.ts";
import { restartScenarios } from "./restart.ts";
import { roomScenarios } from "./room.ts";
import { roomsScenarios } from "./rooms.ts";
import type { Scenario } from "./scenario.ts";
import { traceScenarios } from "./trace.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...roomScenarios,
  appendScenario,
  browserScenario,
  ...roomsScenarios,
  ...traceScenarios,
  compactionScenario,
  ...restartScenarios,
  ...growthScenarios,
];

export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario)
    throw new Error(`No scenario is called ${name}; there are ${SCENARIOS.map((one) => one.name).join(", ")}.`);
  return scenario;
}
