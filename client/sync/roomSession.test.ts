// The client core against a server played by hand: what it says, when it tries again, what it opens and closes, what it tells.
import { describe, expect, it } from "@jest/globals";
import { ERRORS } from "#protocol/errors.ts";
import { DEFAULT_LIMITS, HELLO_FILES } from "#protocol/limits.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { error, ROOM, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";

describe("a client", () => {
  it("[K13] says nothing but hello before it is welcomed", () => {
    const { person, socket, say } = setUp();
    const wish = (): void => {
      person.session.setLanguage("Go");
      person.session.setTitle("Kata");
      person.session.send("chat", { type: "read" });
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

  it("[K34] hears 100 keystrokes of somebody else, and nothing that is shown beside the text changes", () => {
    const { enter, say, person } = setUp();
    enter();
    const { session } = person;
    const bo = { participant: 2, name: "Bo", role: "editor", colour: 1, dateJoined: 0 } as const;
    const shown = () => {
      const { status, room, you, clients, leaving } = session;
      return [room, room?.participants, you, clients, leaving, status];
    };
    const isSame = (before: readonly unknown[]): boolean[] => shown().map((one, index) => one === before[index]);
    let before = shown();
    say({ type: "joined", client: { client: 2, participant: 2 }, person: bo });
    expect(isSame(before)).toEqual([true, true, true, false, true, true]);
    before = shown();
    for (let version = 0; version < 100; version++) {
      say({ type: "updates", file: 1, version, updates: [[2, version + 1, 0, [[0, "x"], version + 3]]] });
      const selections: [number, number][] = [[1, 1]];
      say({ type: "presence", presences: [{ client: 2, file: 1, version: version + 1, selections }] });
    }
    expect(person.text()).toBe(`${"x".repeat(100)}abc`);
    expect(isSame(before)).toEqual([true, true, true, true, true, true]);
    person.insert(0, "y");
    expect(isSame(before)).toEqual([true, true, true, true, true, false]);
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
    person.session.open(1);
    expect(said("open")).toEqual([{ type: "open", file: 1, version: null }]);
  });

  const purgedMain = { file: 1, name: "", deleted: { time: 0, participant: 1 }, purged: true } as const;
  const other = { file: 2, name: "other.py" };
  const wasPurged = { type: "fileClosed", file: 1, message: "main was deleted for good.", isNews: true };

  it("[K35] closes a file that is deleted for good, and gives back what was not saved there, and no more", () => {
    const { enter, person, say, said } = setUp();
    enter("saved");
    person.insert(5, " and not");
    say({ type: "event", event: { type: "file", time: 0, participant: 1, file: purgedMain } });
    expect(person.notices).toEqual([{ ...wasPurged, text: " and not" }]);
    expect(person.session.status).toEqual({ state: "saved" });
    // what the server says of it as well is no news
    say(error("unknown_file", false, { file: 1 }));
    expect(person.notices).toHaveLength(1);
    expect(said("open")).toEqual([]);
  });

  it("[K35] does so when it is back after that, and says nothing of one that it never had", () => {
    const { enter, person, say, socket, said, untilTried } = setUp();
    enter("saved");
    socket().handlers.closed();
    person.insert(5, " offline");
    untilTried();
    socket().handlers.opened();
    person.notices.length = 0;
    say({ ...WELCOME, room: { ...ROOM, files: [purgedMain, other] } });
    expect(person.notices).toEqual([{ type: "connectionBack" }, { ...wasPurged, text: " offline" }]);
    expect(said("push")).toEqual([]);

    const late = setUp();
    late.socket().handlers.opened();
    late.say({ ...WELCOME, room: { ...ROOM, files: [purgedMain, other] } });
    const message = ERRORS.unknown_file.sentence;
    expect(late.person.notices).toEqual([{ type: "fileClosed", file: 1, message, text: "" }]);
  });

  it("[K35] a viewer to whom a deleted file is closed is not told that the server has lost it", () => {
    const { enter, person, say } = setUp();
    enter("saved");
    const { purged: _, ...deletedMain } = purgedMain;
    say(
      { type: "event", event: { type: "file", time: 0, participant: 1, file: { ...deletedMain, name: "main" } } },
      error("unknown_file", false, { file: 1 }),
    );
    expect(person.notices).toEqual([{ type: "fileClosed", file: 1, message: ERRORS.unknown_file.sentence, text: "" }]);
  });

  it("[K25] no more bytes go out in a time than the server reads, and places no oftener than it hears them", () => {
    const { clock, said, socket, say, person } = setUp();
    const limits = { ...DEFAULT_LIMITS, frameBytes: 1_000, presencesPerSecond: 5 };
    socket().handlers.opened();
    say({ ...WELCOME, limits }, textOf(""));
    clock.advance(1_000);
    const places = said("presence").length;
    for (let count = 0; count < 20; count++) {
      person.session.open(1).select([], count);
      clock.advance(50);
    }
    expect(said("presence").length - places).toBeLessThanOrEqual(limits.presencesPerSecond);
    person.insert(0, "x".repeat(20_000));
    const start = clock.now();
    const sent: number[] = [];
    for (let version = 0; person.session.status.state === "saving"; clock.advance(10)) {
      const push = said("push").at(-1)!;
      if (push.version !== version || sent.length > 200) continue;
      sent.push(JSON.stringify(push).length);
      version += push.changes.length;
      const updates = push.changes.map((one, index) => [7, push.seq + index, 0, one] as UpdateJSON);
      say({ type: "updates", file: 1, version: push.version, updates });
    }
    expect(person.session.status.state).toBe("saved");
    expect(Math.max(...sent)).toBeLessThanOrEqual(limits.frameBytes);
    const bytes = sent.reduce((sum, length) => sum + length + 2_000, 0);
    expect(bytes).toBeLessThanOrEqual(limits.frameBytes * (4 + (clock.now() - start) / 1_000));
  });

  it("[K23] more files than a hello may have are opened after it, as quickly as the server takes messages", () => {
    const { clock, enter, person, said, socket } = setUp();
    for (let file = 2; file <= 250; file++) person.session.open(file);
    socket().handlers.closed();
    clock.advance(1_000);
    enter();
    expect(said("hello")[0]?.files).toHaveLength(HELLO_FILES);
    expect(said("open").length).toBeLessThanOrEqual(DEFAULT_LIMITS.messagesPerSecond);
    clock.advance(10_000);
    const opened = [...said("hello")[0]!.files, ...said("open")].map(({ file }) => file);
    expect(opened.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  });

  it("[K23] a file that is opened between hello and welcome is asked for", () => {
    const { person, said, socket, say } = setUp();
    socket().handlers.opened();
    person.session.open(2);
    expect(said("open")).toEqual([]);
    say(WELCOME, textOf("abc"));
    expect(said("open")).toEqual([{ type: "open", file: 2, version: null }]);
  });

  it("[K6] says why it waits where that takes long", () => {
    const { enter, person, say, said, calm } = setUp();
    enter("");
    person.insert(0, "a");
    say(error("written_much", false, { file: 1, retryAfterMs: 60_000 }));
    expect(person.notices).toEqual([{ type: "said", code: "written_much", message: ERRORS.written_much.sentence }]);
    for (let waited = 0; waited <= 60_000; waited += 10_000) calm();
    expect(said("push").map(({ seq }) => seq)).toEqual([1, 1]);
  });

  it("[F21] says what a feature refuses, by which code of its own, and which that is like", () => {
    const { enter, person, say } = setUp();
    enter("");
    say({ type: "error", code: "history.full", like: "outdated", message: "No more.", fatal: false });
    expect(person.notices).toEqual([{ type: "said", code: "outdated", own: "history.full", message: "No more." }]);
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
    const message = ERRORS.read_only.sentence;
    expect(person.notices).toEqual([{ type: "refused", file: 1, message, text: "too late" }]);
    say(made("editor"));
    expect(person.session.status).toEqual({ state: "saved" });
    person.session.freeze(true);
    expect(person.session.status).toEqual({ state: "readOnly" });
    person.session.freeze(false);
    expect(person.session.status).toEqual({ state: "saved" });
    person.insert(3, "d");
    expect(said("push").at(-1)).toMatchObject({ changes: [[3, [0, "d"]]] });
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

  it("[P83] [P84] tells in which file it is and what else is new of it, once each, and nothing at rest", () => {
    const { clock, enter, person, said, say, socket, untilTried } = setUp();
    enter("abc");
    const told = () => said("presence");
    expect(told()).toEqual([{ type: "presence", file: 1, version: 0, selections: [] }]);
    person.session.open(2);
    person.session.open(2).select([]);
    say({ ...textOf("xyz"), file: 2 } as ServerMessage);
    clock.advance(1_000);
    person.session.show(1);
    expect(told()).toHaveLength(1);
    person.session.show(2);
    person.session.open(2).select([[1, 1]], 0);
    person.session.open(2).select([[2, 2]], 0);
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
});
