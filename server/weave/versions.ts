// Sets of versions, as they are told and stored. Knows no weave.

/** Ascending stretches that do not touch: the first version of each, and the one after its last. A version stands for the change that made it. */
export type Versions = readonly number[];

/** Those until `head` for which it holds. Version 0, which no change made, is none of them. */
export function versionsWhere(head: number, holds: (version: number) => boolean): Versions {
  const versions: number[] = [];
  for (let version = 1; version <= head; version++) {
    if (!holds(version)) continue;
    if (versions.at(-1) === version) versions[versions.length - 1] = version + 1;
    else versions.push(version, version + 1);
  }
  return versions;
}

/** How many they are. */
export function sizeOf(versions: Versions): number {
  let size = 0;
  for (let at = 0; at < versions.length; at += 2) size += versions[at + 1]! - versions[at]!;
  return size;
}

/** For each version until `head` whether it is one of them: 1 or 0. */
export function marksOf(head: number, versions: Versions): Uint8Array {
  const marks = new Uint8Array(head + 1);
  for (let at = 0; at < versions.length; at += 2) marks.fill(1, versions[at], versions[at + 1]);
  return marks;
}
