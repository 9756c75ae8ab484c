// The client core against a server played by hand: what it says, when it tries again, what it keeps, what it tells.
import { describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import type { ChangeJSON } from "#protocol/changes.ts";
import { ERRORS } from "#protocol/errors.ts";
import { DEFAULT_LIMITS, HELLO_FILES, type Limits } from "#protocol/limits.ts";
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
    const message = ERRORS.line_too_long.sentence;
    expect(person.notices).toEqual([{ type: "refused", file: 1, message, text: "too long" }]);
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
    const { clock, sockets, open } = setUp();
    const record = { roomId: "a-room", file: 9, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
    const left = {
      ...record,
      changes: [
        [3, [0, "left"]],
        [7, [0, "", "over"]],
      ],
    };
    const delivery = deliver(left, { open, clock });
    const [, socket] = sockets;
    socket!.handlers.opened();
    socket!.handlers.frame(JSON.stringify(WELCOME));
    socket!.handlers.frame(JSON.stringify(error("unknown_file", false, { file: 9 })));
    await expect(delivery).resolves.toMatchObject({ outcome: "undeliverable", text: "left\nover" });
    expect(socket!.closed).toBe(true);
  });

  it.each<[string, Partial<Limits>, string, unknown]>([
    ["sections", { pushSections: 4 }, "abc", [[0, "x"], 1, [0, "y"], 1, [0, "z"], 1]],
    ["inserted characters", { pushCharacters: 4 }, "", [[0, "x y z"]]],
    ["bytes of a frame", { frameBytes: 500 }, "", [[0, "\u0001".repeat(50)]]],
  ])("[K5] never sends what has more %s than the server takes, but gives its text back", async (...row) => {
    const [, limits, text, change] = row;
    const { clock, sockets, open } = setUp();
    // of an earlier page: what is made here is split
    const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 0, seq: 1 };
    const left = { ...record, changes: [change] };
    const delivery = deliver(left, { open, clock });
    const { handlers, said } = sockets.at(-1)!;
    const say = (message: ServerMessage): void => handlers.frame(JSON.stringify(message));
    handlers.opened();
    say({ ...WELCOME, limits: { ...DEFAULT_LIMITS, ...limits } });
    say(textOf(text));
    const file = ChangeSet.fromJSON(change)
      .apply(Text.of([text]))
      .toString();
    const typed = file.replaceAll(/[abc]/g, "");
    const sentence = "An edit is larger than the server takes in one piece. Make it in several steps.";
    expect(await delivery).toEqual({ outcome: "undeliverable", message: sentence, text: typed, whole: file });
    expect(said.map(({ type }) => type)).toEqual(["hello"]);
  });

  it("[K21] what a person does at once goes in as many updates and pushes as the server's bounds ask for", () => {
    const { enter, person, said, say } = setUp();
    const lines = 10_001;
    const [before, after] = ["x\n", "  x\n"].map((line) => line.repeat(lines).trimEnd());
    enter(before);
    const { doc } = person.editor().state;
    const indent = (line: number) => ({ from: doc.line(line + 1).from, insert: "  " });
    person.update({ changes: Array.from({ length: lines }, (_, line) => indent(line)), userEvent: "input.indent" });
    expect(person.text()).toBe(after);
    let served = Text.of(before!.split("\n"));
    let version = 0;
    for (let push = said("push").at(-1); push; push = said("push").find(({ seq }) => seq > version)) {
      expect(push).toMatchObject({ version, seq: version + 1 });
      const sizes = push.changes.map((change) => (change as unknown[]).length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(DEFAULT_LIMITS.pushSections);
      const from = version;
      const updates = push.changes.map((change): UpdateJSON => [7, ++version, 0, change as UpdateJSON[3]]);
      for (const change of push.changes) served = ChangeSet.fromJSON(change).apply(served);
      say({ type: "updates", file: 1, version: from, updates });
    }
    expect(served.toString()).toBe(after);
    expect(person.session.status).toEqual({ state: "saved" });
    expect(person.notices).toEqual([]);
    // one step of undo, which goes in as many
    expect(person.undo()).toBe(true);
    expect(person.text()).toBe(before);
    expect(person.undo()).toBe(false);
    expect(person.session.status).toEqual({ state: "saving", pending: version });
    expect(person.redo()).toBe(true);
    expect(person.text()).toBe(after);
  });

  it("[K22] offers less at once after each push that came too late, and more again once one is taken", () => {
    const { enter, person, said, say, socket } = setUp();
    enter("");
    const sizes = (): number[] => said("push").map(({ changes }) => changes.length);
    socket().handlers.closed();
    for (let count = 0; count < 100; count++) person.insert(count, "x");
    person.session.retryNow();
    socket().handlers.opened();
    say(WELCOME, { type: "file", file: 1, version: 0, head: 0 });
    const tooLate = (): void =>
      say(error("version_too_old", false, { file: 1 }), { type: "file", file: 1, version: 0, head: 0 });
    for (let count = 0; count < 12; count++) tooLate();
    expect(sizes().slice(0, 4)).toEqual([100, 100, 50, 25]);
    expect(sizes().at(-1)).toBe(4);
    const taken = (count: number): void => {
      const { version, changes } = said("push").at(-1)!;
      const updates = changes.slice(0, count).map((change, index) => [7, version + index + 1, 0, change] as UpdateJSON);
      say({ type: "updates", file: 1, version, updates });
    };
    taken(4);
    expect(sizes().at(-1)).toBe(50);
    taken(50);
    expect(person.session.status).toMatchObject({ state: "saving", pending: 46 });
    expect(sizes().at(-1)).toBe(46);
  });

  it("[K25] no more bytes go out in a time than the server reads, and places no oftener than it hears them", () => {
    const { clock, said, socket, say, person } = setUp();
    const limits = { ...DEFAULT_LIMITS, frameBytes: 1_000, presencesPerSecond: 5 };
    socket().handlers.opened();
    say({ ...WELCOME, limits }, textOf(""));
    clock.advance(1_000);
    const places = said("presence").length;
    for (let count = 0; count < 20; count++) {
      person.session.selected(1, [], count);
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
    for (let file = 2; file <= 250; file++) person.session.openFile(file);
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
    person.session.openFile(2);
    expect(said("open")).toEqual([]);
    say(WELCOME, textOf("abc"));
    expect(said("open")).toEqual([{ type: "open", file: 2, version: null }]);
  });

  it("[K24] what an earlier page has left and the server never takes is given to the person, with the file where that is known", async () => {
    const { clock, sockets, open } = setUp();
    const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
    const left = { ...record, changes: [[3, [0, "!"]]] };
    const over = async (...said: ServerMessage[]) => {
      const delivery = deliver(left, { open, clock });
      const { handlers } = sockets.at(-1)!;
      handlers.opened();
      for (const message of said) handlers.frame(JSON.stringify(message));
      return delivery;
    };
    const [message, text] = [ERRORS.unauthorized.sentence, "!"];
    expect(await over(error("unauthorized", true))).toEqual({ outcome: "undeliverable", message, text });
    expect(await over(WELCOME, textOf("abc", 3), error("bad_change", true))).toEqual({
      outcome: "undeliverable",
      message: ERRORS.bad_change.sentence,
      text,
      whole: "abc!",
    });
    // the server has an older text, or other changes of the same client
    expect(await over(WELCOME, error("version_ahead", false, { file: 1 }))).toMatchObject({ text });
    expect(await over(WELCOME, { ...textOf("abc", 3), confirmed: 4 } as ServerMessage)).toMatchObject({
      outcome: "undeliverable",
      text,
    });
    // and may open again
    expect(await over(error("room_closed", true))).toEqual({
      outcome: "kept",
      message: ERRORS.room_closed.sentence,
    });
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
    expect(refused).toEqual([{ type: "refused", file: 1, message: ERRORS.read_only.sentence, text: "two" }]);
    clock.advance(200);
    expect(keeper.records.size).toBe(0);
    expect(said("push")).toEqual([]);
  });

  it.each([
    [0, { outcome: "undeliverable", message: ERRORS.read_only.sentence, text: "ab" }],
    [1, { outcome: "undeliverable", message: ERRORS.read_only.sentence, text: "b" }],
    [2, { outcome: "delivered" }],
  ])(
    "[K17] of what an earlier page has left, %i changes of it being in the newest text, gives back the rest",
    async (confirmed, outcome) => {
      const { clock, sockets, open } = setUp();
      const record = { roomId: "a-room", file: 1, client: "c".repeat(32), key: "k".repeat(32), version: 3, seq: 1 };
      const left = { ...record, changes: [[3, [0, "a"]], [4, [0, "b"]]] }; // prettier-ignore
      const delivery = deliver(left, { open, clock });
      const { handlers, said } = sockets[1]!;
      handlers.opened();
      expect(said).toMatchObject([{ files: [{ file: 1, version: 3, text: true }] }]);
      const newest = { type: "file", file: 1, version: 9, head: 9, text: "something else", confirmed };
      for (const message of [VIEWER, newest]) handlers.frame(JSON.stringify(message));
      await expect(delivery).resolves.toEqual(outcome);
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
