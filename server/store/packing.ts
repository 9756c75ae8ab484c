// Packs what a store has not packed, for whoever reads it so. Knows no database.
import { type Commit, joinCommits, type PackedCommit } from "../rooms/roomStore.ts";
import { pack } from "./segment.ts";

/** What is packed together holds about so many entries, and so many characters: unpacking a piece should not take long. */
export const PACKED_ENTRIES = 2_000;

/** Commits that follow each other, at least one, packed. Nobody has to wait for long meanwhile. */
export async function packedOf(commits: readonly Commit[]): Promise<PackedCommit> {
  const { from, count, entries } = joinCommits(commits);
  return { from, count, packed: await pack(entries) };
}
