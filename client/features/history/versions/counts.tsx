// How many lines are added and taken, in figures. Knows no text.
import type { LineCounts } from "../compare/exactDifferences.ts";
import "./counts.css";
import { words } from "./words.ts";

export function Counts({ added, taken }: LineCounts) {
  return (
    <span class="line-counts">
      <span class="unseen">{words.value.lines(added, taken)}</span>
      <span class="lines-added" aria-hidden="true">
        +{added}
      </span>
      <span class="lines-taken" aria-hidden="true">
        −{taken}
      </span>
    </span>
  );
}
