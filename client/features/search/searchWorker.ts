// Runs queries beside the page. Knows nothing but texts.
import { answerEach } from "../../editor/timedThread.ts";
import { type Edit, edits, find, type Match, type Query } from "./matching.ts";

export interface Asked {
  readonly text: string;
  readonly query: Query;
  readonly most: number;
  /** undefined: it is only looked for */
  readonly replacement: string | undefined;
}

export interface Answer {
  readonly matches: readonly Match[];
  readonly edits: readonly Edit[];
}

answerEach(({ text, query, most, replacement }: Asked): Answer => {
  if (replacement === undefined) return { matches: find(text, query, most), edits: [] };
  return { matches: [], edits: edits(text, query, replacement, most) };
});
