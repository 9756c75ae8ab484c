// Who is said to be in a room.
import { describe, expect, it } from "@jest/globals";
import { hereWords } from "./listedNames.ts";

const participants = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"].map((name, index) => ({
  participant: index + 1,
  name,
  role: "editor" as const,
  colour: index,
  dateJoined: 0,
}));

describe("the names of who is in a room", () => {
  it.each([
    [[], ""],
    [[2], "Bo"],
    [[1], ""],
    [[2, 1], "Bo"],
    [[2, 3], "Bo and Cy"],
    [[2, 3, 4, 5], "Bo, Cy, Di and Ed"],
    [[2, 3, 4, 1, 5, 6], "Bo, Cy, Di and 2 more"],
  ])("[B20] with %j in the room it says “%s”", (here, words) => {
    expect(hereWords({ participants, here }, 1)).toBe(words);
  });

  it("[B20] a robot is nobody who is there", () => {
    const withRobot = participants.map((one) => (one.name === "Cy" ? { ...one, robot: "assist" } : one));
    expect(hereWords({ participants: withRobot, here: [1, 2, 3] }, 1)).toBe("Bo");
  });
});
