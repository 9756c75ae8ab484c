// What a person may paste to join a room.
import { describe, expect, it } from "@jest/globals";
import { addressInPath, invitationIn, readRoomLink, roomLink } from "./roomLink.ts";

const ID = "346789ABCDEFG";
const VIEW = "346789ABCDEFGH";
const SECRET = "s-_".repeat(8);
const found = { is: "room", roomId: ID };
const code = { is: "code", code: "K7MN2PQR" };

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
    ["a bare viewing address", VIEW, "https://pair.example/", { is: "room", roomId: VIEW }],
    ["a viewing link", `https://pair.example/${VIEW}`, "https://pair.example/", { is: "room", roomId: VIEW }],
    ["a join code", "K7MN2PQR", "https://pair.example/", code],
    ["a join code as it was heard", " k7mn – 2pqr ", "https://pair.example/", code],
    ["a join code after the home page's address", "pair.example/K7MN2PQR", "https://pair.example/", { is: "unclear" }],
    ["a code with a letter that no code has", "K7MN2PQ0", "https://pair.example/", { is: "unclear" }],
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
    for (const base of ["https://pair.example/", "http://localhost:3000/code/"])
      for (const roomId of [ID, VIEW]) {
        const link = roomLink(roomId, base);
        expect(readRoomLink(link, base)).toEqual({ is: "room", roomId });
        const invitation = roomLink(roomId, base, SECRET);
        expect(readRoomLink(invitation, base)).toEqual({ is: "room", roomId, invitation: SECRET });
        expect(addressInPath(new URL(link).pathname, new URL(base).pathname)).toBe(roomId);
      }
  });

  it.each(["", "#", "#code", `#${"a".repeat(65)}`, `#${SECRET}?x`])("[B3] the fragment %j is no invitation", (hash) => {
    expect(invitationIn(hash)).toEqual({});
  });
});
