// All attacks on somebody else's keystrokes, in the order of the report.
import type { Attack } from "./attack.ts";
import { floods } from "./floods.ts";
import { histories } from "./histories.ts";
import { people } from "./people.ts";

export const ATTACKS: readonly Attack[] = [...floods, ...histories, ...people];
