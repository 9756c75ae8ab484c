// Time that does not go back, for both sides. Knows no timer.

/**
 * Tells the ms since 1970 by the machine's clock; when that is set back, it goes on from where it was. Gaps, rates and pauses are
 * counted by it: set back by an hour, the clock would hold them up for an hour. `performance.now()` would not do: it may stand still
 * while the machine sleeps.
 */
export function steadyTime(): () => number {
  let [last, ahead] = [-Infinity, 0];
  return () => {
    const now = Date.now();
    ahead = Math.max(ahead, last - now);
    return (last = now + ahead);
  };
}
