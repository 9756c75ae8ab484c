// A list in what somebody says, of which nothing is looked at when it is too long. Knows no message.
import * as v from "valibot";

export const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/**
 * A list of at most `most` of these. `v.array` looks at each item before its length is asked for: two million of them in one frame
 * take seconds, of which everybody has to wait.
 */
/* @__NO_SIDE_EFFECTS__ */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number, least = 0) {
  return v.pipe(
    v.custom<unknown[]>(isList, "a list"),
    v.check((list) => list.length >= least && list.length <= most, `${least} to ${most} items`),
    v.array(item),
  );
}

/** One thing that is wrong is enough to say so. */
export const FIRST_ISSUE = { abortEarly: true, abortPipeEarly: true } as const;
