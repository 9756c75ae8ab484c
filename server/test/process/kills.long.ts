// Kills by the hundred: an instant at which one does harm is seldom met by chance.
import { afterEach, beforeEach, describe, it } from "@jest/globals";
import { Gathering } from "./gathering.ts";
import { typeThroughKills } from "./kills.ts";
import { seededRandom } from "./seededRandom.ts";

const PEOPLE = 20;
const KILLS = 25;
const SEEDS = [4, 5, 6, 7, 8, 9, 10, 11];

let gathering: Gathering;

beforeEach(async () => {
  gathering = await Gathering.onOwnServer();
});
afterEach(() => gathering.end());

describe("a server that is killed again and again", () => {
  it.each(SEEDS)(
    `[R1] ${KILLS} times while ${PEOPLE} people type: nothing that anybody saw is missing, nothing is doubled (seed %i)`,
    async (seed) => {
      await typeThroughKills(gathering, seededRandom(seed), { people: PEOPLE, kills: KILLS });
    },
  );
});
