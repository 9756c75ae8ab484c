// Who is shown as being here, and how.
import { describe, expect, it } from "@jest/globals";
import type { RoomDetails } from "#protocol/events.ts";
import { roomName } from "../../parts/roomLabel.ts";
import { clientOf, initials, people } from "./roomLookups.ts";
import { titleWords } from "./roomNews.ts";
import { words } from "../../words.around.ts";

const person = (participant: number, name: string) => ({
  participant,
  name,
  role: "editor" as const,
  colour: participant,
  dateJoined: 0,
});

const room: RoomDetails = {
  roomId: "346789ABCDEFG",
  title: "",
  dateCreated: 0,
  owner: 1,
  participants: [person(1, "Ada"), person(2, "Bo"), person(3, "Cy")],
  programmingLanguage: "Python",
  files: [{ file: 1, name: "main" }],
};

describe("people", () => {
  it("[B9] you come first, then who is here; two tabs are one person", () => {
    const clients = new Map(
      [
        { client: 1, participant: 3 },
        { client: 4, participant: 3 },
        { client: 5, participant: 2 },
      ].map((one) => [one.client, one] as const),
    );
    const shown = people(room, clients, new Map(), 3).map(({ name, clients: tabs, isYou }) => [name, tabs, isYou]);
    expect(shown).toEqual([
      ["Cy", [1, 4], true],
      ["Bo", [5], false],
      ["Ada", [], false],
    ]);
  });

  it("[K31] whoever may be back in a moment is here", () => {
    const shown = people(room, new Map(), new Map([[2, undefined]]), 3).map(({ name, isHere }) => [name, isHere]);
    expect(shown).toEqual([
      ["Cy", false],
      ["Bo", true],
      ["Ada", false],
    ]);
  });

  it("[B9] whoever was removed is not here, whatever may be undone", () => {
    const removed = { ...room, participants: [{ ...person(2, "Bo"), removed: true }] };
    const clients = new Map([[5, { client: 5, participant: 2 }]]);
    expect(people(removed, clients, new Map([[2, undefined]]), 3)).toMatchObject([{ isHere: false }]);
  });

  it("[B9] of those who have left who left last comes first", () => {
    const left = {
      ...room,
      participants: [person(1, "Ada"), { ...person(2, "Bo"), lastSeen: 7 }, { ...person(3, "Cy"), lastSeen: 9 }],
    };
    expect(people(left, new Map(), new Map(), undefined).map(({ name }) => name)).toEqual(["Cy", "Bo", "Ada"]);
  });

  it("[B22] of several tabs the one counts that is in a file and least away, then the newest", () => {
    const inFile = new Map([1, 2, 3, 4].map((client) => [client, 1]));
    expect(clientOf([1, 2, 9], inFile, new Map())).toBe(2);
    expect(
      clientOf(
        [1, 2, 3],
        inFile,
        new Map([
          [2, "away"],
          [3, "idle"],
        ]),
      ),
    ).toBe(1);
    expect(
      clientOf(
        [2, 3],
        inFile,
        new Map([
          [2, "idle"],
          [3, "away"],
        ]),
      ),
    ).toBe(2);
    expect(clientOf([9], inFile, new Map())).toBe(9);
    expect(clientOf([], inFile, new Map())).toBeUndefined();
  });

  it("[B22] a place is said by file, line or both", () => {
    expect(words.value.people.place(undefined, 7)).toBe("Line 7");
    expect(words.value.people.place("a.py", undefined)).toBe("a.py");
    expect(words.value.people.place("a.py", 7)).toBe("a.py, line 7");
  });

  it.each([
    ["Ada Lovelace", "AL"],
    ["bo", "B"],
    ["Ada (2)", "A2"],
    ["Jean le Rond d’Alembert", "JD"],
    ["😀 smile", "😀S"],
    ["\u{1f469}\u{1f3fd}\u200d\u{1f4bb} Ada", "\u{1f469}\u{1f3fd}\u200d\u{1f4bb}A"],
    ["\u{1f1e8}\u{1f1ed}", "\u{1f1e8}\u{1f1ed}"],
    ["\u0915\u093f\u0930\u0923", "\u0915\u093f"],
    ["", "?"],
  ])("[B9] %s has the initials %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe("a room", () => {
  it("[U40] is called by its title, by two words where it has none, and a change of it is said in words", () => {
    expect(roomName(room)).toMatch(/^[A-Z][a-z]+ [a-z]+$/);
    expect(roomName(room)).toBe(roomName({ ...room, title: "" }));
    expect(roomName({ ...room, title: "Kata" })).toBe("Kata");
    expect(roomName({})).toBe("Unnamed room");
    expect(titleWords("Kata", "Bo")).toBe("Bo named the room “Kata”");
    expect(titleWords("", "Bo")).toBe("Bo removed the room’s title");
    expect(titleWords("Kata", undefined)).toBe("Somebody named the room “Kata”");
  });
});
