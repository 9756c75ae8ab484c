// What rooms are called wherever the page names them.
import { expect, it } from "@jest/globals";
import { roomLabel } from "#protocol/roomLabel.ts";
import { roomName } from "./roomLabel.ts";

const MADE = Date.UTC(2026, 1, 3);

it("[U40] everybody has one label for a room, by whichever address they came", () => {
  const names = ["346789ABCDEFG", "v46789ABCDEFGH"].map((roomId) => {
    const room = { roomId, title: "", dateCreated: MADE };
    return roomName(room);
  });
  expect(names).toEqual([roomLabel(MADE), roomLabel(MADE)]);
});
