// The client core against a server played by hand: what it says, when it tries again, what it keeps, what it tells.
import { describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import type { ChangeJSON } from "#protocol/changes.ts";
import { ERRORS } from "#protocol/errors.ts";
import type { ServerMessage } from "#protocol/messages.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { error, ROOM, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";
import { deliver } from "./leftovers.ts";

const VIEWER: ServerMessage = { ...WELCOME, you: { client: 7, participant: 1, role: "viewer" } };

describe("a client", () => {
  it("[K13] says nothing but hello before it is welcomed", () => {
    const { person, socket, say } = setUp();
    const wish = (): void => {
      person.session.setLanguage("Go");
      person.session.setTitle("Kata");
      person.session.sendFeature("chat", { type: "read" });
    };
    wish();
    socket().handlers.opened();
    wish();
    expect(socket().said.map(({ type }) => type)).toEqual(["hello"]);
    say(WELCOME);
    wish();
    expect(socket().said.map(({ type }) => type)).toEqual(["hello", "room", "room", "feature"]);
  });

  it("[P57] passes over a message of a type that it does not know", () => {
    const { enter, socket, person, say } = setUp();
    enter();
    socket().handlers.frame('{"type":"weather","is":"fine"}');
    say({ type: "updates", file: 1, version: 0, updates: [[2, 1, 0, [[0, "x"], 3]]] });
    expect(person.text()).toBe("xabc");
    expect(person.session.status).toEqual({ state: "saved" });
  });

  it("[K1] tries again ever more rarely, by how long the outage lasts, and at once when told that the network is back", () => {
    const { clock, sockets, person, socket, enter, untilTried } = setUp();
    enter();
    clock.advance(1_000);
    socket().handlers.closed();
    expect(person.session.status).toMatchObject({ state: "offline", pending: 0 });
    const gaps: number[] = [];
    for (let outage = 0, last = clock.now(); outage < 70; outage++) {
      untilTried();
      gaps.push(clock.now() - last);
      last = clock.now();
      socket().handlers.closed();
    }
    expect(gaps[0]).toBeLessThanOrEqual(150);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15_010);
    expect(gaps.at(-1)).toBeGreaterThan(5_000);
    const tries = sockets.length;
    person.session.retryNow();
    expect(sockets).toHaveLength(tries + 1);
  });

  it("[C3] has one push under way, and sends it again under the same seq on the next connection", () => {
    const { enter, person, said, socket, say, untilTried } = setUp();
    enter("");
    person.insert(0, "a");
    person.insert(1, "b");
    expect(said("push").map(({ seq, changes }) => [seq, changes.length])).toEqual([[1, 1]]);
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    expect(said("hello")[0]?.files).toEqual([{ file: 1, version: 0 }]);
    say(WELCOME, { type: "file", file: 1, version: 0, head: 1 });
    expect(said("push")).toEqual([]);
    say({ type: "updates", file: 1, version: 0, updates: [[7, 1, 0, [[0, "a"]]]] });
    expect(said("push").map(({ seq, version, changes }) => [seq, version, changes])).toEqual([[2, 1, [[1, [0, "b"]]]]]);
    expect(person.text()).toBe("ab");
  });

  it("[K3] keeps what is unconfirmed for long, and forgets it once it is confirmed", async () => {
    const { clock, enter, person, keeper, say } = setUp();
    enter("");
    person.insert(0, "a");
    clock.advance(90);
    expect(keeper.records.size).toBe(0);
    clock.advance(20);
    expect([...keeper.records.values()]).toMatchObject([{ version: 0, seq: 1, changes: [[[0, "a"]]] }]);
    await Promise.resolve();
    say({ type: "updates", file: 1, version: 0, updates: [[7, 1, 0, [[0, "a"]]]] });
    clock.advance(110);
    expect(keeper.records.size).toBe(0);
    expect(person.session.status.state).toBe("saved");
  });

  it("[K3] a page that goes while a write is under way leaves what was typed since as well", () => {
    const { clock, enter, person, keeper } = setUp();
    enter("");
    const put: unknown[] = [];
    const putNow: unknown[] = [];
    // storage that comes to no end while the page is here
    const into = (list: unknown[]) => async (record: { changes: readonly unknown[] }) => {
      list.push(record.changes);
      await new Promise(() => {});
    };
    Object.assign(keeper, { put: into(put), putNow: into(putNow) });
    person.insert(0, "a");
    clock.advance(110);
    person.insert(1, "b");
    clock.advance(110);
    expect([put, putNow]).toEqual([[[[[0, "a"]]]], []]);
    person.session.keepNow();
    expect([put, putNow]).toEqual([[[[[0, "a"]]]], [[[[0, "a"]], [1, [0, "b"]]]]]);
  });

  it("[K4] gives back the text of an edit that is refused, and reads the file anew", () => {
    const { enter, person, say, said } = setUp();
    enter();
    person.insert(3, "too long");
    say(error("line_too_long", false, { file: 1 }));
    expect(person.notices).toEqual([{ type: "refused", message: ERRORS.line_too_long.sentence, text: "too long" }]);
    expect(said("open")).toEqual([{ type: "open", file: 1, version: null }]);
    say(textOf("abc", 4));
    expect(person.text()).toBe("abc");
    expect(person.session.status).toEqual({ state: "saved" });
  });

  it("[K4] gives back what is typed until the text has come, as well, and once", () => {
    const { enter, person, say, said } = setUp();
    enter();
    person.insert(3, "too long");
    say(error("line_too_long", false, { file: 1 }));
    person.insert(11, ", and more");
    expect(person.session.status).toEqual({ state: "saving", pending: 1 });
    // an answer from before does not bring back what was given back
    say({ type: "file", file: 1, version: 0, head: 0 });
    expect(said("push")).toHaveLength(1);
    say(textOf("abc", 4));
    expect(person.text()).toBe("abc");
    expect(person.notices).toMatchObject([{ text: "too long" }, { type: "refused", text: ", and more" }]);
    expect(person.session.status).toEqual({ state: "saved" });
    expect(said("push")).toHaveLength(1);
  });

  it("[K10] asks no more for a file that is closed to it, and gives back what was not saved there", async () => {
    const { clock, enter, person, keeper, say, said, socket, untilTried } = setUp();
    socket().handlers.opened();
    // a file that is listed to nobody
    say({ ...WELCOME, room: { ...ROOM, files: [] } }, textOf("abc"));
    person.insert(3, "my notes");
    clock.advance(200);
    await Promise.resolve();
    say(error("unknown_file", false, { file: 1 }));
    const closed = { type: "fileClosed", file: 1, message: ERRORS.unknown_file.sentence, text: "my notes" };
    expect(person.notices).toEqual([closed]);
    expect(said("open")).toEqual([]);
    expect(person.session.status).toEqual({ state: "saved" });
    clock.advance(200);
    expect(keeper.records.size).toBe(0);
    // what was on its way there is answered in the same way
    say(error("unknown_file", false, { file: 1 }));
    expect(person.notices).toEqual([closed]);
    socket().handlers.closed();
    untilTried();
    enter();
    expect(said("hello")).toMatchObject([{ files: [] }]);
    // and may be opened anew
    person.session.openFile(1);
    expect(said("open")).toEqual([{ type: "open", file: 1, version: null }]);
  });

  it("[K10] gives back what an earlier page has left in a file that is closed to it", async () => {
    const { clock, keeper, sockets, open } = setUp();
    const record = { roomId: "a-room", file: 9, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
    const left = {
      ...record,
      changes: [
        [3, [0, "left"]],
        [7, [0, "", "over"]],
      ],
    };
    await keeper.put(left);
    const delivery = deliver(left, { open, clock, keeper });
    const [, socket] = sockets;
    socket!.handlers.opened();
    socket!.handlers.frame(JSON.stringify(WELCOME));
    socket!.handlers.frame(JSON.stringify(error("unknown_file", false, { file: 9 })));
    await expect(delivery).resolves.toMatchObject({ outcome: "refused", text: "left\nover" });
    expect(keeper.records.size).toBe(0);
    expect(socket!.closed).toBe(true);
  });

  it("[K5] never sends a frame that is too large, but gives its text back", () => {
    const { enter, person, said } = setUp();
    enter("");
    person.insert(0, "\u0001".repeat(900_000));
    expect(said("push")).toEqual([]);
    expect(person.notices).toMatchObject([{ type: "refused", text: "\u0001".repeat(900_000) }]);
  });

  it("[K6] waits as long as it is asked to, and then sends the same again", () => {
    const { clock, enter, person, say, said } = setUp();
    enter("");
    person.insert(0, "a");
    say(error("rate_limited", false, { file: 1, retryAfterMs: 700 }));
    clock.advance(690);
    expect(said("push")).toHaveLength(1);
    clock.advance(20);
    expect(said("push").map(({ seq }) => seq)).toEqual([1, 1]);
  });

  it("[K7] stops for good where trying again is no use, and says why", () => {
    const { clock, enter, person, say, sockets } = setUp();
    enter();
    say(error("room_not_found", true));
    expect(person.session.status).toEqual({
      state: "ended",
      code: "room_not_found",
      message: ERRORS.room_not_found.sentence,
      pending: 0,
    });
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("[K9] says that it waits while somebody decides whether it may come in, and no longer", () => {
    const { enter, person, say, socket, untilTried } = setUp();
    socket().handlers.opened();
    say({ type: "waiting" });
    expect(person.session.status).toEqual({ state: "waiting" });
    socket().handlers.closed();
    expect(person.session.status).toMatchObject({ state: "offline" });
    untilTried();
    socket().handlers.opened();
    say({ type: "waiting" });
    enter();
    expect(person.session.status).toEqual({ state: "saved" });
    say(error("not_admitted", true));
    expect(person.session.status).toMatchObject({ state: "ended", code: "not_admitted" });
  });

  it("[K11] brings its invitation and its password until it is in, and never again", () => {
    const brought = { invitation: "i".repeat(32), password: "sesame" };
    const { enter, said, socket, untilTried } = setUp(brought);
    socket().handlers.opened();
    expect(said("hello")).toMatchObject([brought]);
    socket().handlers.closed();
    untilTried();
    enter();
    expect(said("hello")).toMatchObject([brought]);
    socket().handlers.closed();
    untilTried();
    enter();
    expect(said("hello").map((hello) => Object.keys(hello).toSorted())).toEqual([["client", "files", "key", "type"]]);
  });

  it("[K12] is a viewer or an editor as soon as it is made one, and gives back what a viewer has typed too late", () => {
    const { enter, person, say, said } = setUp();
    enter();
    const made = (role: "viewer" | "editor", participant = 1): ServerMessage => ({
      type: "event",
      event: { type: "participant", time: 1, participant: { ...ROOM.participants[0], participant, role } },
    });
    say(made("viewer", 2));
    expect(person.session.status).toEqual({ state: "saved" });
    person.insert(3, "too late");
    say(made("viewer"), error("read_only", false, { file: 1 }), textOf("abc"));
    expect(person.session.status).toEqual({ state: "readOnly" });
    expect(person.notices).toEqual([{ type: "refused", message: ERRORS.read_only.sentence, text: "too late" }]);
    say(made("editor"));
    expect(person.session.status).toEqual({ state: "saved" });
    person.session.freeze(true);
    expect(person.session.status).toEqual({ state: "readOnly" });
    person.session.freeze(false);
    expect(person.session.status).toEqual({ state: "saved" });
    person.insert(3, "d");
    expect(said("push").at(-1)).toMatchObject({ changes: [[3, [0, "d"]]] });
  });

  it("[K17] takes over at once what it has missed, in the editor that it has, and goes on from there", () => {
    const { clock, enter, person, say, said, socket } = setUp();
    enter("abc");
    const editor = person.editor();
    socket().handlers.closed();
    clock.advance(60_000);
    socket().handlers.opened();
    expect(said("hello")).toMatchObject([{ files: [{ file: 1, version: 0 }] }]);
    const composed = { type: "file", file: 1, version: 0, head: 5, change: [1, [1, "new"], 1], confirmed: 0 } as const;
    say(VIEWER, composed);
    expect(person.text()).toBe("anewc");
    expect(person.editor()).toBe(editor);
    expect(person.notices.filter(({ type }) => type === "refused")).toEqual([]);
    say({ type: "updates", file: 1, version: 5, updates: [[2, 9, 0, [5, [0, "!"]]]] });
    expect(person.text()).toBe("anewc!");
    person.session.selected(1, [[6, 6]]);
    clock.advance(500);
    expect(said("presence").at(-1)).toMatchObject({ version: 6, selections: [[6, 6]] });
    // one that leads from elsewhere is asked for anew
    say(composed);
    expect(said("open")).toEqual([{ type: "open", file: 1, version: 6 }]);
    expect(person.text()).toBe("anewc!");
  });

  it.each<[string, { readonly change: ChangeJSON } | { readonly text: string }]>([
    ["the change that leads there", { change: [[0, "one"], 3] }],
    ["the text", { text: "oneabc" }],
  ])("[K17] [K4] led to the newest text by %s, gives back what was typed and is not in it", async (_, led) => {
    const { clock, enter, keeper, person, say, said, socket } = setUp();
    enter("abc");
    person.insert(0, "one");
    person.insert(3, "two");
    clock.advance(200);
    await Promise.resolve();
    expect(keeper.records.size).toBe(1);
    socket().handlers.closed();
    clock.advance(60_000);
    socket().handlers.opened();
    const version = "text" in led ? 1 : 0;
    say(VIEWER, { type: "file", file: 1, version, head: 1, confirmed: 1, ...led });
    if (said("open").length > 0) say(textOf("oneabc", 1));
    expect(person.text()).toBe("oneabc");
    expect(person.session.status).toEqual({ state: "readOnly" });
    const refused = person.notices.filter(({ type }) => type === "refused");
    expect(refused).toEqual([{ type: "refused", message: ERRORS.read_only.sentence, text: "two" }]);
    clock.advance(200);
    expect(keeper.records.size).toBe(0);
    expect(said("push")).toEqual([]);
  });

  it.each([
    [0, { outcome: "refused", message: ERRORS.read_only.sentence, text: "ab" }],
    [1, { outcome: "refused", message: ERRORS.read_only.sentence, text: "b" }],
    [2, { outcome: "delivered" }],
  ])(
    "[K17] of what an earlier page has left, %i changes of it being in the newest text, gives back the rest",
    async (confirmed, outcome) => {
      const { clock, keeper, sockets, open } = setUp();
      const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
      const left = { ...record, changes: [[3, [0, "a"]], [4, [0, "b"]]] }; // prettier-ignore
      await keeper.put(left);
      const delivery = deliver(left, { open, clock, keeper });
      const { handlers, said } = sockets[1]!;
      handlers.opened();
      expect(said).toMatchObject([{ files: [{ file: 1, version: 3, text: true }] }]);
      const newest = { type: "file", file: 1, version: 9, head: 9, text: "something else", confirmed };
      for (const message of [VIEWER, newest]) handlers.frame(JSON.stringify(message));
      await expect(delivery).resolves.toEqual(outcome);
      expect(keeper.records.size).toBe(0);
    },
  );

  it("[K8] compares its text when the alarm comes, reports a difference and reads the file anew", () => {
    const { enter, person, say, said } = setUp();
    enter("abc");
    say({ type: "check", file: 1, version: 0, hash: 1 });
    expect(said("diverged")).toMatchObject([{ file: 1, version: 0 }]);
    expect(said("open")).toEqual([{ type: "open", file: 1, version: null }]);
    say(textOf("abd"));
    expect(person.text()).toBe("abd");
    expect(person.notices).toMatchObject([{ type: "diverged", file: 1 }, { type: "onlyHere" }]);
  });

  it("[K8] takes a change of another length than its text for a difference, instead of mapping it without end", () => {
    const { enter, person, say, said } = setUp();
    enter("abc");
    person.insert(3, "x");
    say({ type: "updates", file: 1, version: 0, updates: [[2, 1, 0, [[9, "y"]]]] });
    expect(said("diverged")).toMatchObject([{ file: 1, version: 0 }]);
    expect(person.notices).toEqual([{ type: "diverged", file: 1 }]);
    say(textOf("abd"));
    expect(person.text()).toBe("abd");
    expect(person.notices[1]).toMatchObject({ type: "onlyHere", text: Text.of(["abcx"]) });
  });

  it("[K15] gives its name only until it has a key", () => {
    const { said, enter } = setUp();
    enter();
    expect(said("hello")).toMatchObject([{ key: "k".repeat(32) }]);
    expect(said("hello")[0]).not.toHaveProperty("name");
    const newcomer = setUp({}, false);
    newcomer.enter();
    expect(newcomer.said("hello")).toMatchObject([{ name: "Ana" }]);
    newcomer.say({ ...WELCOME, you: { client: 7, participant: 1, role: "owner", key: "n".repeat(32) } });
    newcomer.socket().handlers.closed();
    newcomer.clock.advance(1_000);
    newcomer.socket().handlers.opened();
    expect(newcomer.said("hello")).toMatchObject([{ key: "n".repeat(32) }]);
    expect(newcomer.said("hello")[0]).not.toHaveProperty("name");
  });

  it("[C9] tells where it is only when nothing is unconfirmed, and not while typing says it already", () => {
    const { clock, enter, person, said, say } = setUp();
    enter("abc");
    clock.advance(500);
    person.session.selected(1, [[1, 1]]);
    expect(said("presence")).toMatchObject([
      { version: 0, selections: [] },
      { version: 0, selections: [[1, 1]] },
    ]);
    person.insert(1, "x");
    person.session.selected(1, [[2, 2]]);
    clock.advance(500);
    expect(said("presence")).toHaveLength(2);
    say({ type: "updates", file: 1, version: 0, updates: [[7, 1, 0, [1, [0, "x"], 2]]] });
    clock.advance(500);
    expect(said("presence")).toHaveLength(2);
    person.session.selected(1, [[0, 3]]);
    expect(said("presence").at(-1)).toMatchObject({ version: 1, selections: [[0, 3]] });
  });

  it("[P83] [P84] tells in which file it is and what else is new of it, once each, and nothing at rest", () => {
    const { clock, enter, person, said, say, socket, untilTried } = setUp();
    enter("abc");
    const told = () => said("presence");
    expect(told()).toEqual([{ type: "presence", file: 1, version: 0, selections: [] }]);
    person.session.openFile(2);
    person.session.selected(2, []);
    say({ ...textOf("xyz"), file: 2 } as ServerMessage);
    clock.advance(1_000);
    person.session.show(1);
    expect(told()).toHaveLength(1);
    person.session.show(2);
    person.session.selected(2, [[1, 1]], 0);
    person.session.selected(2, [[2, 2]], 0);
    clock.advance(500);
    expect(told().slice(1)).toEqual([
      { type: "presence", file: 2, version: 0, selections: [] },
      { type: "presence", file: 2, version: 0, selections: [[2, 2]], top: 0 },
    ]);
    person.session.setState("away");
    person.session.setState("away");
    clock.advance(500);
    person.session.show(1);
    person.session.setState(undefined);
    clock.advance(500);
    expect(told().slice(3)).toEqual([
      { type: "presence", file: 2, version: 0, selections: [[2, 2]], top: 0, state: "away" },
      { type: "presence", file: 1, version: 0, selections: [], state: "away" },
      { type: "presence", file: 1, version: 0, selections: [] },
    ]);
    say({ type: "pong" });
    clock.advance(5_000);
    expect(told()).toHaveLength(6);
    socket().handlers.closed();
    untilTried();
    socket().handlers.opened();
    say(WELCOME, { type: "file", file: 1, version: 0, head: 0 }, { type: "file", file: 2, version: 0, head: 0 });
    expect(told()).toEqual([{ type: "presence", file: 1, version: 0, selections: [] }]);
  });

  it("[K16] takes in much that others wrote over much of its own a little at a time, and never puts its own together", () => {
    const { enter, person, say } = setUp();
    enter();
    const [own, theirs] = [400, 300];
    for (let count = 0; count < own; count++) person.insert(count, "x");
    const dispatch = jest.spyOn(person.editor(), "dispatch");
    const compose = jest.spyOn(ChangeSet.prototype, "compose");
    const updates = Array.from({ length: theirs }, (_, count): UpdateJSON => [2, count + 1, 0, [3 + count, [0, "y"]]]);
    say({ type: "updates", file: 1, version: 0, updates });
    expect(person.text()).toBe(`${"x".repeat(own)}abc${"y".repeat(theirs)}`);
    expect(person.session.status).toEqual({ state: "saving", pending: own });
    expect(compose).not.toHaveBeenCalled();
    compose.mockRestore();
    const atOnce = dispatch.mock.calls.map(([transactions]) => transactions.length);
    expect(atOnce.reduce((sum, count) => sum + count, 0)).toBe(theirs);
    expect(Math.max(...atOnce) * own).toBeLessThanOrEqual(3_000 + own);
  });
});
