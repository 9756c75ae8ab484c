// When keys are pressed that a recording has no times of: the same in each run. Knows no text.

/** Numbers from 0 to 1 that are the same in each run. */
export function* chance(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

/** In ms since 1970, as people type: about 160 ms apart, the logarithm normal, and each hundredth after a pause of up to a minute. */
export function* keyTimes(): Generator<number, never> {
  const random = chance();
  const next = (): number => random.next().value;
  for (let time = 1_700_000_000_000; ;) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    time += Math.round(160 * Math.exp(normal / 2) + (next() < 0.01 ? 60_000 * next() : 0));
    yield time;
  }
}
