// A run that is over as a mark in the room's past has it. Knows no run.
import { words } from "./words.ts";

/** Who ran something, and how that ended; it stands in sentences and lists, so the full stop at its end is left to them. */
export function ranWords(name: string, outcome: string | undefined): string {
  const { ran, outcomes } = words.value;
  const said =
    outcome !== undefined && Object.hasOwn(outcomes, outcome)
      ? `${ran(name)} ${outcomes[outcome as keyof typeof outcomes]}`
      : ran(name);
  return said.replace(/\.$/, "");
}
