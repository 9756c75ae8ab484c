// Files of which somebody has typed this, for tests: each edit a time, and whose it is. Knows no text.
import { Edits } from "../weave/edits.ts";

export interface Typed {
  /** ms since 1970 */
  readonly time: number;
  readonly client?: number;
  readonly inserted?: number;
}

/** A file as a track takes it; `walls`: ascending, ms since 1970 at which it was noted what there was. */
export function typedFile(
  file: number,
  typed: readonly Typed[],
  walls: readonly number[] = [],
): { readonly file: number; readonly edits: Edits } {
  const edits = new Edits(() => walls);
  edits.add({
    times: Float64Array.from(typed, ({ time }) => time),
    authors: Uint32Array.from(typed, ({ client = 1 }) => client),
    inserted: Uint32Array.from(typed, ({ inserted = 1 }) => inserted),
    carets: Uint32Array.from(typed, (_, index) => index + 1),
  });
  return { file, edits };
}
