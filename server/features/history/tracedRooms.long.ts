// Recorded editing as the history of real rooms, to its end.
import { describe, it } from "@jest/globals";
import { ONE_PLACE } from "../../test/traces/trace.ts";
import { expectAuthors, expectRecorded } from "./test/tracedRooms.ts";

describe("the history of a room", () => {
  it("[I2] [V12] of two who typed at once has the author of every character as both of them saw it", () =>
    expectAuthors("friendsforever", Infinity, ONE_PLACE));

  it.each(["sveltecomponent", "rustcode", "automerge-paper"])("[I2] [V11] passes through the texts of %s", (name) =>
    expectRecorded(name, Infinity, 500),
  );
});
