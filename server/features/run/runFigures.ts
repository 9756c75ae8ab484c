// What runs add up to for whoever runs the server: how many ended how, and how long they took, by language. Knows no room.
import { type Figure, Histograms } from "../figures.ts";

/** ms that a run took, from its start to its end. */
const WALL_ENDS_MS = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000];

/** A run that has ended. */
export interface EndedRun {
  readonly place: "server" | "browser";
  readonly language: string;
  readonly outcome: string;
  readonly wallMs?: number | undefined;
}

type Counts = Map<string, number>;

const count = (counts: Counts, of: string): void => void counts.set(of, (counts.get(of) ?? 0) + 1);
const counters = (name: string, label: string, counts: Counts): Figure[] =>
  [...counts].map(([of, value]) => ({ kind: "counter", name, label: [label, of], value }));

export class RunFigures {
  /** by language */
  readonly #succeeded: Record<EndedRun["place"], Counts> = { server: new Map(), browser: new Map() };
  readonly #failed: Record<EndedRun["place"], Counts> = { server: new Map(), browser: new Map() };
  readonly #outcomes: Counts = new Map();
  readonly #wall = new Histograms(WALL_ENDS_MS);

  note({ place, language, outcome, wallMs }: EndedRun): void {
    count(this.#outcomes, outcome);
    count((outcome === "ok" ? this.#succeeded : this.#failed)[place], language);
    if (place === "server" && wallMs !== undefined) this.#wall.note(language, wallMs);
  }

  /** `underWay`: runs on the server that have begun, and those that wait for their turn; undefined: none runs there. */
  figures(underWay: { readonly running: number; readonly waiting: number } | undefined): Figure[] {
    return [
      ...(underWay
        ? ([
            { kind: "gauge", name: "running", value: underWay.running },
            { kind: "gauge", name: "queue", value: underWay.waiting },
          ] as const)
        : []),
      ...(["server", "browser"] as const).flatMap((place) => [
        ...counters(`${place}_succeeded_total`, "language", this.#succeeded[place]),
        ...counters(`${place}_failed_total`, "language", this.#failed[place]),
      ]),
      ...counters("outcomes_total", "outcome", this.#outcomes),
      ...this.#wall.figures("wall_ms", "language"),
    ];
  }
}
