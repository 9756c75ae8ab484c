// What is to be done once an answer is over, by one listener for all of it. Knows no route.
import type { ServerResponse } from "node:http";

/** By answer. What makes it adds listeners of its own, some for a stream alone, and Node takes more than ten of one event for a leak. */
const runs = new WeakMap<ServerResponse, (() => void)[]>();

/** Runs once the answer is sent whole, or its connection has ended before. */
export function whenClosed(response: ServerResponse, run: () => void): void {
  const known = runs.get(response);
  if (known) return void known.push(run);
  const all = [run];
  runs.set(response, all);
  response.on("close", () => {
    for (const each of all) each();
  });
}
