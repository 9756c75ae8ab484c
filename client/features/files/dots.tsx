// The coloured dots of those who are in a file. Knows no room.
import type { Participant } from "#protocol/events.ts";
import { personColour } from "../../personColour.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import { words } from "./words.ts";

const MOST_DOTS = 4;

/** Their names are said by whatever the dots stand in. */
export function Dots({ people }: { readonly people: readonly Participant[] }) {
  if (people.length === 0) return null;
  return (
    <span class="file-dots" aria-hidden="true" {...tip(people.map(({ name }) => name).join(", "))}>
      {people.slice(0, MOST_DOTS).map(({ participant, colour }) => (
        <span key={participant} class={`file-dot ${personColour(colour)}`} />
      ))}
    </span>
  );
}

/** "", or who is there, to be said after a file's name. */
export const withPeople = (people: readonly Participant[]): string =>
  people.length === 0 ? "" : `, ${words.value.here(people.map(({ name }) => name))}`;
