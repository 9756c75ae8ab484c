// The beginning of recorded editing as the history of a real room; all of it is in tracedRooms.long.ts.
import { describe, it } from "@jest/globals";
import { expectAuthors, expectRecorded } from "./test/tracedRooms.ts";

describe("the history of a room", () => {
  it("[I2] [V12] of two who typed at once has the author of every character as both of them saw it", () =>
    expectAuthors("friendsforever", 5_000, { first: 0, before: -1 }));

  it("[I2] [V11] passes through the texts of one who programmed", () => expectRecorded("sveltecomponent", 4_000, 100));
});
