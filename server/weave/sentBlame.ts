// Whose a text is as columns of small numbers, for who has nothing else of its history. Knows no weave and no wire.
import type { Origin, Stamp, Stretch } from "./stretches.ts";

/** To the ms the times would be half of all bytes, and people are told minutes. */
const SECOND_MS = 1_000;
/** The client of what was there before anybody edited. */
const NOBODY = -1;

/** Stretches of a text, column by column. A time is in whole seconds, less the time before it in its column; the first is since 1970. */
export interface SentBlame {
  /** of each stretch its UTF-16 units */
  readonly lengths: readonly number[];
  /** … the client that put it there; −1: it was there before anybody edited */
  readonly putBy: readonly number[];
  /** … when */
  readonly putAt: readonly number[];
  /** The stretches that were written before they were put there, by how many others stand between. */
  readonly copies: readonly number[];
  /** of each of these the client that wrote it */
  readonly writtenBy: readonly number[];
  /** … when */
  readonly writtenAt: readonly number[];
}

export function sentBlameOf(stretches: readonly Stretch[]): SentBlame {
  const put = stretches.map(({ origin }) => origin?.put);
  const places = stretches.flatMap(({ origin }, place) => (origin && origin.put !== origin.written ? [place] : []));
  const written = places.map((place) => stretches[place]!.origin!.written);
  return {
    lengths: stretches.map(({ length }) => length),
    putBy: put.map((stamp) => stamp?.client ?? NOBODY),
    putAt: steps(put.map((stamp) => stamp?.time)),
    copies: places.map((place, index) => place - (places[index - 1] ?? -1) - 1),
    writtenBy: written.map(({ client }) => client),
    writtenAt: steps(written.map(({ time }) => time)),
  };
}

export function stretchesIn({ lengths, putBy, putAt, copies, writtenBy, writtenAt }: SentBlame): readonly Stretch[] {
  const written = new Map<number, Stamp>();
  const writtenTimes = sums(writtenAt);
  let place = -1;
  for (const [index, between] of copies.entries()) {
    place += between + 1;
    written.set(place, { client: writtenBy[index]!, time: writtenTimes[index]! });
  }
  const putTimes = sums(putAt);
  return lengths.map((length, index) => ({ length, origin: originOf(index) }));

  function originOf(index: number): Origin | undefined {
    const client = putBy[index]!;
    if (client === NOBODY) return undefined;
    const put = { client, time: putTimes[index]! };
    return { put, written: written.get(index) ?? put };
  }
}

/** Each in seconds, less the one before it; one that there is not is like that. */
function steps(times: readonly (number | undefined)[]): number[] {
  let before = 0;
  return times.map((time) => {
    const second = time === undefined ? before : Math.floor(time / SECOND_MS);
    const step = second - before;
    before = second;
    return step;
  });
}

/** In ms. */
function sums(steps: readonly number[]): number[] {
  let second = 0;
  return steps.map((step) => (second += step) * SECOND_MS);
}
