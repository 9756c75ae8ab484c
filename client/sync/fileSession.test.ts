// The text of one file against a server played by hand: what is pushed, taken over, kept and given back.
import { describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import type { ChangeJSON } from "#protocol/changes.ts";
import { ERRORS } from "#protocol/errors.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import type { ServerMessage } from "#protocol/serverMessages.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import { error, setUp, textOf, WELCOME } from "../../server/test/playedServer.ts";

const VIEWER: ServerMessage = { ...WELCOME, you: { client: 7, participant: 1, role: "viewer" } };

describe("a file that is open", () => {
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
    person.session.open(1).select([[6, 6]]);
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

  it("[C9] tells where it is only when nothing is unconfirmed, and not while typing says it already", () => {
    const { clock, enter, person, said, say } = setUp();
    enter("abc");
    clock.advance(500);
    person.session.open(1).select([[1, 1]]);
    expect(said("presence")).toMatchObject([
      { version: 0, selections: [] },
      { version: 0, selections: [[1, 1]] },
    ]);
    person.insert(1, "x");
    person.session.open(1).select([[2, 2]]);
    clock.advance(500);
    expect(said("presence")).toHaveLength(2);
    say({ type: "updates", file: 1, version: 0, updates: [[7, 1, 0, [1, [0, "x"], 2]]] });
    clock.advance(500);
    expect(said("presence")).toHaveLength(2);
    person.session.open(1).select([[0, 3]]);
    expect(said("presence").at(-1)).toMatchObject({ version: 1, selections: [[0, 3]] });
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
