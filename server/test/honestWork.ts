// What honest people do with a feature at their most, as its folder brings it to the attacks in `test/honest.ts`. Knows no feature.
import type { Participation } from "../../client/sync/participation.ts";

export interface HonestWork {
  readonly name: string;
  /** a sentence */
  readonly title: string;
  /** Does it in a room that `enter` comes into, as this client; resolves to how much of it was not done, and must have been. */
  run(enter: (client: string) => Participation): Promise<number>;
}
