// What a person may paste to join a room.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addressInPath, invitationIn, readRoomLink, roomLink } from "./roomLink.ts";

const ID = "346789ABCDEFG";
const VIEW = "346789ABCDEFGH";
const SECRET = "s-_".repeat(8);
const found = { is: "room", roomId: ID };

const unclear = (text: unknown = expect.any(String)) => ({ is: "unclear", text });

describe("room links", () => {
  it.each([
    ["a bare id", ID, "https://pair.example/", found],
    ["spaces around it", `  ${ID}\n`, "https://pair.example/", found],
    ["the whole link", `https://pair.example/${ID}`, "https://pair.example/", found],
    ["a slash at its end", `https://pair.example/${ID}/`, "https://pair.example/", found],
    [
      "a query and a fragment",
      `https://pair.example/${ID}?x=1#y`,
      "https://pair.example/",
      { ...found, fragment: "#y" },
    ],
    [
      "a link to a moment in a sentence",
      `Look at https://pair.example/${ID}#at=1700000000000.`,
      "https://pair.example/",
      { ...found, fragment: "#at=1700000000000" },
    ],
    ["no scheme", `pair.example/${ID}`, "https://pair.example/", found],
    ["http for https", `http://pair.example/${ID}`, "https://pair.example/", found],
    ["a port", `http://localhost:3000/${ID}`, "http://localhost:3000/", found],
    ["a sub-path", `https://pair.example/code/${ID}`, "https://pair.example/code/", found],
    ["a link beside the sub-path", `https://pair.example/${ID}`, "https://pair.example/code/", unclear()],
    ["a bare viewing address", VIEW, "https://pair.example/", { is: "room", roomId: VIEW }],
    ["a viewing link", `https://pair.example/${VIEW}`, "https://pair.example/", { is: "room", roomId: VIEW }],
    ["something else in quotes", " “k7mn – 2pqr” ! ", "https://pair.example/", unclear("k7mn – 2pqr")],
    ["something else with blanks of no width", "k7mn\u200b2pqr", "https://pair.example/", unclear("k7mn2pqr")],
    ["something else after the home page's address", "pair.example/K7MN2PQR", "https://pair.example/", unclear()],
    ["another site", `https://other.example/${ID}`, "https://pair.example/", { is: "elsewhere" }],
    ["an id with a letter that no id has", "346789ABCDEF0", "https://pair.example/", unclear()],
    ["an id that is too short", "346789", "https://pair.example/", unclear()],
    ["nothing", "", "https://pair.example/", unclear()],
    ["the start itself", "https://pair.example/", "https://pair.example/", unclear()],
    ["a link in angle brackets", `<https://pair.example/${ID}>`, "https://pair.example/", found],
    ["a link in quotes", `"https://pair.example/${ID}"`, "https://pair.example/", found],
    ["a link in a sentence, at its end", `Come to https://pair.example/${ID}.`, "https://pair.example/", found],
    ["a link in brackets", `(it is at https://pair.example/${ID}), now`, "https://pair.example/", found],
    ["a link of a text", `[the room](https://pair.example/${ID})`, "https://pair.example/", found],
    [
      "a link in a quoted mail",
      `> Join us:\n> https://pair.example/${ID}#${SECRET}\n> Bo`,
      "https://pair.example/",
      { ...found, invitation: SECRET },
    ],
    ["a link without a scheme in a sentence", `It is pair.example/${ID}!`, "https://pair.example/", found],
    [
      "a link after one to another site",
      `Not https://other.example/${ID} but https://pair.example/${ID}`,
      "https://pair.example/",
      found,
    ],
    [
      "a link to another site in a sentence",
      `See https://other.example/${ID}.`,
      "https://pair.example/",
      { is: "elsewhere" },
    ],
    ["a blank of no width after it", `https://pair.example/${ID}\u200b`, "https://pair.example/", found],
    ["a mark of direction before it", `\u200ehttps://pair.example/${ID}\ufeff`, "https://pair.example/", found],
    ["an address of numbers", `<http://[::1]:3000/${ID}>`, "http://[::1]:3000/", found],
    ["an id in quotes", `“${ID}”.`, "https://pair.example/", found],
    ["a sentence", "Come in, e.g. to the room. Bye.", "https://pair.example/", unclear()],
    ["a script", "javascript:alert(1)", "https://pair.example/", unclear()],
  ])("[B3] %s", (_what, pasted, base, expected) => {
    expect(readRoomLink(pasted, base)).toEqual(expected);
  });

  it("[B3] whatever stands around a link, it leads to the same room", () => {
    const around = fc.array(
      fc.constantFrom(
        "<",
        ">",
        '"',
        "'",
        "“",
        "”",
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        "!",
        "?",
        "…",
        ":",
        ";",
        "\u200b",
        "\n",
        "»",
        "`",
        "**",
      ),
      { maxLength: 4 },
    );
    const words = fc.constantFrom("", "Come to ", "see: ", "the room is here –\n");
    const link = fc.constantFrom(
      `https://pair.example/${ID}`,
      `pair.example/${VIEW}/`,
      `https://pair.example/${ID}?x=1#${SECRET}-_`,
    );
    fc.assert(
      fc.property(words, around, link, around, words, (before, left, one, right, after) => {
        const text = `${before}${left.join("")}${one}${right.join("")}${after === "" ? "" : ` ${after}`}`;
        expect(readRoomLink(text, "https://pair.example/")).toEqual(readRoomLink(one, "https://pair.example/"));
        expect(readRoomLink(one, "https://pair.example/").is).toBe("room");
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(["<".repeat(20_000), "a.".repeat(10_000), `${".".repeat(20_000)}x`, ". ".repeat(10_000)])(
    "[B3] a long text that is meant to be slow is not: %.5s…",
    (text) => {
      const before = performance.now();
      readRoomLink(text, "https://pair.example/");
      expect(performance.now() - before).toBeLessThan(1_000);
    },
  );

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
