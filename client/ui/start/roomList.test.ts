// The order of this browser's rooms, how they are searched, and what I may do in one.
import { describe, expect, it } from "@jest/globals";
import type { RoomNow } from "../../api.ts";
import type { KnownRoom } from "../../identity.ts";
import { inOrder, matching, myRole, named } from "./roomList.ts";

const room = (roomId: string, more: Partial<KnownRoom> = {}): KnownRoom => ({
  roomId,
  name: "Ada",
  visited: 0,
  ...more,
});

const roomNow = (names: readonly string[]): RoomNow => ({
  roomId: "r",
  title: "",
  dateCreated: 0,
  owner: 1,
  participants: names.map((name, index) => ({
    participant: index + 1,
    name,
    role: index === 0 ? "owner" : "editor",
    colour: index,
    dateJoined: 0,
  })),
  programmingLanguage: "Python",
  files: [],
  here: [],
});

const ids = (rooms: readonly KnownRoom[]): string => rooms.map(({ roomId }) => roomId).join(" ");

describe("the list", () => {
  it("[B20] has the starred rooms first and those that are gone last, each by their last visit", () => {
    const rooms = [
      room("a", { gone: true, starred: true }),
      room("b"),
      room("c", { starred: true }),
      room("d", { gone: true }),
      room("e", { starred: true }),
      room("f", { starred: false, gone: false }),
    ];
    expect(ids(inOrder(rooms))).toBe("c e b f a d");
  });

  it.each([
    ["", "a b c"],
    ["  ", "a b c"],
    ["kata", "a"],
    ["KATA of", "a"],
    ["of kata", "a"],
    ["cafe", "b"],
    ["rust", "b"],
    ["bo", "c"],
    ["kata rust", ""],
    ["346", "c"],
    ["lovelace", "b"],
    ["میروم", "d"],
    ["می\u200cروم", "d"],
  ])("[B20] searched for “%s” has %s", (search, expected) => {
    const rooms = [
      room("a", { title: "Kata of the day" }),
      room("b", { title: "Café", language: "Rust", name: "Lovelace" }),
      room("c", { roomId: "346789ABCDEFG" }),
      ...(search.startsWith("می") ? [room("d", { title: "می\u200cروم" })] : []),
    ];
    const now = new Map([["346789ABCDEFG", roomNow(["Ada", "Bo"])]]);
    expect(ids(matching(rooms, now, search))).toBe(expected.replace("c", "346789ABCDEFG"));
  });

  it("[B20] what I may do is known from the server and takes my key", () => {
    const now = roomNow(["Ada", "Bo"]);
    expect(myRole(room("a", { key: "k", participant: 1 }), now)).toBe("owner");
    expect(myRole(room("a", { key: "k", participant: 2 }), now)).toBe("editor");
    expect(myRole(room("a", { participant: 1 }), now)).toBeUndefined();
    expect(myRole(room("a", { key: "k" }), now)).toBeUndefined();
    expect(myRole(room("a", { key: "k", participant: 1 }), undefined)).toBeUndefined();
  });

  it("[B20] rooms are said by title, by two words, or by their number", () => {
    expect(named([room("a", { title: "Kata" })])).toBe("“Kata”");
    expect(named([room("a", { dateCreated: 1 })])).toMatch(/^“[A-Z][a-z]+ [a-z]+”$/);
    expect(named([room("a"), room("b")])).toBe("2 rooms");
  });
});
