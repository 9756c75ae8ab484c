// Updates one by one, and as they stand in a list that is sent or stored. Knows no socket and no store.
import type { ChangeJSON } from "./changes.ts";

/** One change by one client: time is the server's, in ms since 1970; change is a ChangeSet's JSON. */
export type UpdateJSON = readonly [client: number, seq: number, time: number, change: ChangeJSON];

/**
 * Updates that follow each other, at least the first of them whole. One that goes on from the update before it, being the next of the
 * same client at the same time, is its change alone: most of a push would say the same again.
 */
export type UpdatesJSON = readonly (UpdateJSON | readonly [change: ChangeJSON])[];

/** Each of them whole. */
export function wholeUpdates(updates: UpdatesJSON): UpdateJSON[] {
  let [client, seq, time] = [0, 0, 0];
  return updates.map((update) => {
    if (update.length === 1) return [client, ++seq, time, update[0]];
    [client, seq, time] = update;
    return update;
  });
}

/** Those of a list as it is stored, each of them whole. */
export const readUpdates = (list: string): UpdateJSON[] => wholeUpdates(JSON.parse(list) as UpdatesJSON);

/** An update whose change is JSON already. */
export interface WrittenUpdate {
  readonly client: number;
  readonly seq: number;
  readonly time: number;
  readonly change: string;
}

/** The update with the JSON of its change. */
export const withJSON = ([client, seq, time, change]: UpdateJSON): WrittenUpdate => {
  return { client, seq, time, change: JSON.stringify(change) };
};

/** The first of the updates as a list, until they have so many characters; one at least, if there is any. */
export function writeUpdates(
  updates: Iterable<WrittenUpdate>,
  characters = Infinity,
): { readonly count: number; readonly entries: string } {
  const written: string[] = [];
  let size = 0;
  let before: WrittenUpdate | undefined;
  for (const update of updates) {
    if (size >= characters) break;
    const { client, seq, time, change } = update;
    const goesOn = before && before.client === client && before.seq + 1 === seq && before.time === time;
    const json = goesOn ? `[${change}]` : `[${client},${seq},${time},${change}]`;
    before = update;
    written.push(json);
    size += json.length;
  }
  return { count: written.length, entries: `[${written.join(",")}]` };
}
