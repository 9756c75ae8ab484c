// Who put each unit of a text there, and who wrote it, by versions. Knows no people and no time.
import type { Weave } from "./weave.ts";

/**
 * Stretches of a version's text that one version put there and one wrote. Each is from the end of the one before it (0 of the first) until
 * before its own `ends`, in UTF-16 units. Version 0 is the text that the file began with.
 */
export interface Blame {
  readonly ends: Uint32Array;
  /** the version that put it there, exactly */
  readonly put: Uint32Array;
  /** the version that wrote it: an earlier one where it was cut and pasted, or brought back */
  readonly written: Uint32Array;
}

/** Throws when there is no such version. */
export function blameOf(weave: Weave, version: number): Blame {
  const born = weave.bornAt(version);
  const deleted = weave.deleted.values;
  const putOf = weave.putVersions();
  const writtenOf = weave.writtenVersions(putOf);
  const [ends, put, written] = [new Uint32Array(born), new Uint32Array(born), new Uint32Array(born)];
  let [last, at] = [-1, 0];
  weave.order.each((from, to) => {
    for (let name = from; name < Math.min(to, born); name++) {
      if (deleted[name]! <= version) continue;
      if (last < 0 || put[last] !== putOf[name] || written[last] !== writtenOf[name]) {
        last++;
        put[last] = putOf[name]!;
        written[last] = writtenOf[name]!;
      }
      ends[last] = ++at;
    }
  });
  return { ends: ends.slice(0, last + 1), put: put.slice(0, last + 1), written: written.slice(0, last + 1) };
}
