// What a person may paste to join a room.
import { describe, expect, it } from "@jest/globals";
import { readRoomLink, roomIdInPath, roomLink } from "./roomLink.ts";

const ID = "346789ABCDEFG";
const found = { is: "room", roomId: ID };

describe("room links", () => {
  it.each([
    ["a bare id", ID, "https://pair.example/", found],
    ["spaces around it", `  ${ID}\n`, "https://pair.example/", found],
    ["the whole link", `https://pair.example/${ID}`, "https://pair.example/", found],
    ["a slash at its end", `https://pair.example/${ID}/`, "https://pair.example/", found],
    ["a query and a fragment", `https://pair.example/${ID}?x=1#y`, "https://pair.example/", found],
    ["no scheme", `pair.example/${ID}`, "https://pair.example/", found],
    ["http for https", `http://pair.example/${ID}`, "https://pair.example/", found],
    ["a port", `http://localhost:3000/${ID}`, "http://localhost:3000/", found],
    ["a sub-path", `https://pair.example/code/${ID}`, "https://pair.example/code/", found],
    ["a link beside the sub-path", `https://pair.example/${ID}`, "https://pair.example/code/", { is: "unclear" }],
    ["another site", `https://other.example/${ID}`, "https://pair.example/", { is: "elsewhere" }],
    ["an id with a letter that no id has", "346789ABCDEF0", "https://pair.example/", { is: "unclear" }],
    ["an id that is too short", "346789", "https://pair.example/", { is: "unclear" }],
    ["nothing", "", "https://pair.example/", { is: "unclear" }],
    ["the start itself", "https://pair.example/", "https://pair.example/", { is: "unclear" }],
    ["a script", "javascript:alert(1)", "https://pair.example/", { is: "unclear" }],
  ])("[B3] %s", (_what, pasted, base, expected) => {
    expect(readRoomLink(pasted, base)).toEqual(expected);
  });

  it("[B3] the link that is shared leads back to the room", () => {
    for (const base of ["https://pair.example/", "http://localhost:3000/code/"]) {
      const link = roomLink(ID, base);
      expect(readRoomLink(link, base)).toEqual(found);
      expect(roomIdInPath(new URL(link).pathname, new URL(base).pathname)).toBe(ID);
    }
  });
});
