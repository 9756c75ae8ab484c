// All scenarios, in the order of the report.
import { growthScenarios } from "./growth.ts";
import { historyScenario } from "./history.ts";
import { restartScenario } from "./restart.ts";
import { roomScenarios } from "./room.ts";
import { quickRoomsScenario, roomsScenarios } from "./rooms.ts";
import type { Scenario } from "./scenario.ts";
import { paperScenario, quickTraceScenario } from "./trace.ts";

/** Those that have a table. */
export const SCENARIOS: readonly Scenario[] = [
  ...roomScenarios,
  ...roomsScenarios,
  paperScenario,
  restartScenario,
  historyScenario,
  ...growthScenarios,
];

/** Those, and what the quick comparison alone runs. */
export const ALL_SCENARIOS: readonly Scenario[] = [...SCENARIOS, quickRoomsScenario, quickTraceScenario];

export function scenarioNamed(name: string): Scenario {
  const scenario = ALL_SCENARIOS.find((one) => one.name === name);
  if (!scenario)
    throw new Error(`No scenario is called ${name}; there are ${ALL_SCENARIOS.map((one) => one.name).join(", ")}.`);
  return scenario;
}
