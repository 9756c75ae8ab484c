// What the time line shows of the edits: for each person how much they typed when. Knows no canvas.
import type { Axis, Track } from "./track.ts";

/** People beyond these share the last lane. */
export const MOST_LANES = 12;

/** A person's lane. */
export interface Lane {
  /** the number of the participant; undefined: nobody knows whose it is, or it is of several */
  readonly participant: number | undefined;
  /** how many people share it */
  readonly people: number;
  /** for each column how high its bar is: from 0 to 1 */
  readonly bars: Float32Array;
}

/** Few edits in a column are seen beside many. */
const FAINTEST = 0.15;

/**
 * Lanes of so many columns that are equally wide on the axis, in the order in which people came to type; `personOf` says whose a client is.
 */
export function lanesOf(
  track: Track,
  axis: Axis,
  columns: number,
  personOf: (client: number) => number | undefined,
): Lane[] {
  const laneOf = new Map<number, number>();
  const people: { participant: number | undefined; counts: Uint32Array; edits: number }[] = [];
  const placeOf = new Map<number | undefined, number>();
  // multiplied before it is divided, or what begins a column may fall into the one before
  const columnOf = (edit: number): number => (axis.total > 0 ? Math.floor((axis.of(edit) * columns) / axis.total) : 0);
  for (let edit = 0; edit < track.length; edit++) {
    const client = track.client(edit);
    let lane = laneOf.get(client);
    if (lane === undefined) {
      const participant = personOf(client);
      lane = placeOf.get(participant) ?? people.length;
      if (lane === people.length) people.push({ participant, counts: new Uint32Array(columns), edits: 0 });
      placeOf.set(participant, lane);
      laneOf.set(client, lane);
    }
    const one = people[lane]!;
    one.counts[Math.min(columns - 1, columnOf(edit))]!++;
    one.edits++;
  }
  const most = Math.max(1, ...people.map(({ counts }) => largest(counts)));
  const lane = (participant: number | undefined, counts: Uint32Array, shared: number): Lane => ({
    participant,
    people: shared,
    bars: Float32Array.from(counts, (count) => (count === 0 ? 0 : FAINTEST + (1 - FAINTEST) * Math.sqrt(count / most))),
  });
  if (people.length <= MOST_LANES) return people.map(({ participant, counts }) => lane(participant, counts, 1));
  const busiest = new Set(people.toSorted((one, other) => other.edits - one.edits).slice(0, MOST_LANES - 1));
  const rest = people.filter((one) => !busiest.has(one));
  const together = new Uint32Array(columns);
  for (const { counts } of rest) for (let column = 0; column < columns; column++) together[column]! += counts[column]!;
  return [
    ...people.filter((one) => busiest.has(one)).map(({ participant, counts }) => lane(participant, counts, 1)),
    lane(undefined, together, rest.length),
  ];
}

const largest = (counts: Uint32Array): number => counts.reduce((most, count) => Math.max(most, count), 0);
