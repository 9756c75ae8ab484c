// What a trial is: an attack or something honest, measured against built servers with the limits that they have by default. Knows none of them.
import type { Metrics } from "../scenarios/scenario.ts";

export interface Trial {
  readonly name: string;
  /** what is done, as a sentence */
  readonly title: string;
  /** one run takes less than this, or is ended */
  readonly boundSeconds: number;
  /** it runs only when it is named */
  readonly isLong?: boolean;
  run(): Promise<Metrics>;
}

/** Whoever is attacked, and whoever looks on, comes from here … */
export const BYSTANDERS = "127.0.0.1";
/** … and every attacker from here. */
export const ATTACKERS = "127.0.0.2";
