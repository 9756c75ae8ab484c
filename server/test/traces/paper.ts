// The recorded paper of 259,778 keys as the updates of a file, at made-up times. Knows no store and no server.
import { ChangeSet, Text } from "@codemirror/state";
import type { UpdateJSON } from "../../protocol/updates.ts";
import { readTrace, type SequentialTrace } from "./trace.ts";

/** ms since 1970, as people type: about 160 ms apart, and each hundredth after a pause of up to a minute; the same in each run. */
function* keyTimes(): Generator<number, never> {
  let state = 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let time = 1_700_000_000_000; ;) {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    time += Math.round(160 * Math.exp(normal / 2) + (next() < 0.01 ? 60_000 * next() : 0));
    yield time;
  }
}

/** Each update by client 1, and the text that it makes. */
export function* paperUpdates(): Generator<{ readonly update: UpdateJSON; readonly text: Text }> {
  const times = keyTimes();
  let [text, version] = [Text.of([""]), 0];
  for (const { patches } of readTrace<SequentialTrace>("automerge-paper.sequential").txns)
    for (const [from, deleted, insert] of patches) {
      const change = ChangeSet.of({ from, to: from + deleted, insert }, text.length);
      text = change.apply(text);
      yield { update: [1, ++version, times.next().value, change.toJSON() as UpdateJSON[3]], text };
    }
}
