// For how long something holds, to choose. Knows not what.
import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { MOST_MINUTES } from "./bounds.ts";
import { words } from "./words.ts";

const CHOICES = [10, 30, 60, 4 * 60, 24 * 60, MOST_MINUTES];

/** What is chosen where nobody has chosen. */
export const FIRST_MINUTES = 60;

export function MinutesSelect({ label, value }: { readonly label: string; readonly value: Signal<number> }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value.value} onChange={(event) => (value.value = Number(event.currentTarget.value))}>
        {CHOICES.map((minutes) => (
          <option key={minutes} value={minutes}>
            {words.value.minutes(minutes)}
          </option>
        ))}
      </select>
    </div>
  );
}
