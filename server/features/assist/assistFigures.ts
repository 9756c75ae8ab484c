// What questions add up to for whoever runs the server: how many in which mode, how they ended, how long they took. Knows no room.
import { type Figure, Histograms } from "../figures.ts";
import type { AnswerCode, Mode } from "./messages.ts";

/** ms from a question that is sent to the end of its answer. */
const ANSWER_ENDS_MS = [250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 180_000];

export class AssistFigures {
  readonly #asked = new Map<string, number>();
  /** by how they ended: whole, or why not */
  readonly #ended = new Map<string, number>();
  readonly #took = new Histograms(ANSWER_ENDS_MS);

  asked(mode: Mode): void {
    this.#asked.set(mode, (this.#asked.get(mode) ?? 0) + 1);
  }

  ended(mode: Mode, code: AnswerCode | undefined, ms: number): void {
    const how = code ?? "whole";
    this.#ended.set(how, (this.#ended.get(how) ?? 0) + 1);
    this.#took.note(mode, ms);
  }

  /** `underWay`: questions that are answered now. `left`: tokens of the server's key for today; undefined: not known, or there is no key. */
  figures(underWay: number, left: number | undefined): Figure[] {
    const counters = (name: string, label: string, counts: ReadonlyMap<string, number>): Figure[] =>
      [...counts].map(([of, value]) => ({ kind: "counter", name, label: [label, of], value }));
    return [
      { kind: "gauge", name: "under_way", value: underWay },
      ...(left === undefined
        ? []
        : [{ kind: "gauge", name: "tokens_left_today", value: left, isShared: true } as const]),
      ...counters("asked_total", "mode", this.#asked),
      ...counters("ended_total", "how", this.#ended),
      ...this.#took.figures("took_ms", "mode"),
    ];
  }
}
