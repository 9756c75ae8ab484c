// Edits that the server does not take, kept for the person until they have decided what becomes of them. Draws nothing.
import { signal } from "@preact/signals";
import type { Undeliverable } from "../../../sync/leftovers.ts";

export interface RefusedEdits extends Undeliverable {
  /** the same edits are given once at a time */
  readonly id: string;
  /** the path of their file */
  readonly path?: string | undefined;
  /** Has this browser forget them; absent: they are in this page alone. */
  readonly forget?: () => void;
}

/** the oldest first */
export const given = signal<readonly RefusedEdits[]>([]);

/** Shows them to the person as soon as those before are done with. */
export function giveBack(refused: RefusedEdits): void {
  if (given.value.every(({ id }) => id !== refused.id)) given.value = [...given.value, refused];
}
