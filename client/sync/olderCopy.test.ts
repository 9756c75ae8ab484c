// A server that went back to an older copy, played by hand: the page gives back what only it has.
import { describe, expect, it } from "@jest/globals";
import { Text } from "@codemirror/state";
import { ERRORS } from "#protocol/errors.ts";
import { error, ROOM, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";
import { deliver } from "./leftovers.ts";

describe("an older copy", () => {
  it("[K32] gives back the whole text of a page that is ahead of it, with nothing unsaved too", () => {
    const { person, socket, say, said, enter, untilTried } = setUp();
    enter("hello\nworld");
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    say(WELCOME, error("version_ahead", false, { file: 1 }));
    expect(said("open")).toEqual([{ type: "open", file: 1, version: null }]);
    person.notices.length = 0;
    say(textOf("hello"));
    expect(person.text()).toBe("hello");
    const onlyHere = {
      type: "onlyHere",
      file: 1,
      name: "main",
      text: Text.of(["hello", "world"]),
      base: Text.of(["hello"]),
    };
    expect(person.notices).toEqual([onlyHere]);
  });

  it("[K32] gives it back with what is not saved, and also when the connection breaks before the older text is here", () => {
    const { person, socket, say, enter, untilTried } = setUp();
    enter("hello");
    person.insert(5, "!");
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    say(WELCOME, error("version_ahead", false, { file: 1 }));
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    say(WELCOME, textOf("hell"));
    expect(person.notices.at(-1)).toMatchObject({ type: "onlyHere", text: Text.of(["hello!"]) });
    expect(person.notices.filter(({ type }) => type === "refused")).toEqual([]);
  });

  it("[K32] says nothing of a text that is the same", () => {
    const { person, socket, say, enter, untilTried } = setUp();
    enter("hello");
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    say(WELCOME, error("version_ahead", false, { file: 1 }), textOf("hello"));
    expect(person.notices.map(({ type }) => type)).toEqual(["connectionLost", "connectionBack"]);
  });

  it("[K32] has not a file that everybody had: its text is given back", () => {
    const { person, socket, say, untilTried } = setUp();
    socket().handlers.opened();
    say(
      { ...WELCOME, room: { ...ROOM, files: [...ROOM.files, { file: 2, name: "other.py" }] } },
      { type: "event", event: { type: "file", time: 0, participant: 1, file: { file: 1, name: "first.py" } } },
      textOf("saved"),
    );
    person.insert(5, " and not");
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    const message = ERRORS.unknown_file.sentence;
    say({ ...WELCOME, room: { ...ROOM, files: [] } });
    expect(person.notices.slice(-2)).toEqual([
      { type: "fileClosed", file: 1, message, text: "" },
      { type: "onlyHere", file: 1, name: "first.py", text: Text.of(["saved and not"]), base: undefined },
    ]);
    // what the server says of it as well is no news
    const count = person.notices.length;
    say(error("unknown_file", false, { file: 1 }));
    expect(person.notices).toHaveLength(count);
  });

  it("[K32] whose log misses this page's own edits is another text, found out without asking for ever", () => {
    const { person, say, said, enter } = setUp();
    enter("abc");
    person.insert(3, "d");
    say(error("seq_gap", false, { file: 1 }), { type: "file", file: 1, version: 0, head: 0 });
    expect(said("push")).toHaveLength(2);
    say(error("seq_gap", false, { file: 1 }));
    expect(said("diverged")).toHaveLength(1);
    say(textOf("xyz", 9));
    expect(person.text()).toBe("xyz");
    expect(person.notices.at(-1)).toMatchObject({ type: "onlyHere", text: Text.of(["abcd"]) });
  });

  it("[K32] gives back what an earlier page has left, where that does not follow on what the server has", async () => {
    const { clock, sockets, open } = setUp();
    const left = {
      roomId: "a-room",
      file: 1,
      client: "c".repeat(32),
      key: "k".repeat(32),
      version: 3,
      seq: 7,
      changes: [[3, [0, "left"]]],
    };
    const delivery = deliver(left, { open, clock });
    const [, socket] = sockets;
    socket!.handlers.opened();
    // the server knows of two of its edits, not of six
    for (const message of [WELCOME, { ...textOf("abc", 3), confirmed: 2 }])
      socket!.handlers.frame(JSON.stringify(message));
    await expect(delivery).resolves.toMatchObject({ outcome: "undeliverable", text: "left" });
  });
});
