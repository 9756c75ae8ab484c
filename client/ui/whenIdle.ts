// What can wait until a browser has nothing else to do. Knows nothing of what is done.

/** Where a browser does not say when it is idle. */
const LATER_MS = 2_000;

/** Calls `run` once, when there is nothing else to do; what it returns calls that off. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const waiting = requestIdleCallback(run);
    return () => cancelIdleCallback(waiting);
  }
  const waiting = setTimeout(run, LATER_MS);
  return () => clearTimeout(waiting);
}
