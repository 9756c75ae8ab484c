// Changes that answers propose: who has them put in, where they go, and what history says of it.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import { Refusal } from "../../protocol/errors.ts";
import { makingFiles } from "../../test/makingFiles.ts";
import type { Feature } from "../feature.ts";
import { Lines } from "./matching.ts";
import type { Block } from "./messages.ts";
import type { Asker } from "./test/asker.ts";
import { AssistServer } from "./test/assistServer.ts";

const TEXT = "def f():\n    return 1\n\nprint(f())";

let one: AssistServer;
let ana: Asker;
beforeEach(async () => {
  one = await AssistServer.start();
  ana = await one.enter({ name: "Ana" });
  await one.write(ana, TEXT);
});
afterEach(() => one.stop());

const block = (search: string, replace: string, path = "main.py"): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;

/** Asks for what is answered so; the answer's blocks. */
async function proposed(text: string, more: object = {}): Promise<{ id: string; blocks: readonly Block[] }> {
  one.fake.behaviour = { way: "ok", text };
  const context = { files: [{ file: 1, version: 1 }] };
  const id = ana.ask("refactor", "Better", { context, ...more });
  const { blocks = [] } = await ana.entry("answered", id);
  return { id, blocks };
}

/** Nothing is stored before `go`; `waits`: something is to be. */
function heldDisk(): { waits: Promise<void>; go: () => void } {
  const append = one.store.append.bind(one.store);
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  const waits = new Promise<void>((resolve) => {
    one.store.append = async (appends) => {
      resolve();
      await gate;
      return append(appends);
    };
  });
  return { waits, go };
}

const textNow = (): Promise<string | undefined> => one.server.rooms.text(one.roomId, 1, one.key);

describe("a proposal", () => {
  it("[A150] for a file of the room that was not sent says that, and not that there is none", async () => {
    await one.stop();
    one = await AssistServer.start({}, [makingFiles]);
    ana = await one.enter({ name: "Ana" });
    await one.write(ana, TEXT);
    for (const told of ["Makefile", "gone.py", 3]) {
      ana.wire.say({ type: "feature", feature: makingFiles.name, data: told });
      await ana.wire.next("event");
    }
    const paths = ["Makefile", "gone.py", "never.py"];
    const { blocks } = await proposed(paths.map((path) => block("all:", "none:", path)).join("\n\n"));
    expect(blocks).toMatchObject([
      { path: "Makefile", refused: "notSent" },
      { path: "gone.py", refused: "unknownFile" },
      { path: "never.py", refused: "unknownFile" },
    ]);
  });

  it("[A150] is found at its place at the version that was sent, or says why it is none; nothing is written by it", async () => {
    const { blocks } = await proposed(
      [
        block("    return 1", "    return 2"),
        block("not there", "x"),
        block("x", "y", "other.py"),
        block("print(f())", "print(f())"),
        "main.py\n<<<<<<< SEARCH\ndef f():\n=======\ndef g(",
      ].join("\n\n"),
    );
    expect(blocks).toMatchObject([
      { block: 0, path: "main.py", file: 1, version: 1 },
      { block: 1, refused: "notFound" },
      { block: 2, path: "other.py", refused: "unknownFile" },
      { block: 3, refused: "nothingChanges" },
      { block: 4, refused: "open" },
    ]);
    const [first] = blocks;
    if (!first || !("changes" in first)) throw new Error("no changes");
    const changed = ChangeSet.fromJSON(first.changes).apply(Text.of(TEXT.split("\n")));
    expect(changed.toString()).toBe(TEXT.replace("return 1", "return 2"));
    expect(await textNow()).toBe(TEXT);
    const id = (await ana.log()).flatMap((entry) => (entry?.type === "asked" ? entry.id : []))[0]!;
    for (const number of [1, 2, 3, 4, 5])
      expect(await one.refused(ana, { type: "accept", id, block: number, version: 1, isChangeSeen: true })).toBe(
        "noProposal",
      );
  });

  it("[A151] is put in for who accepts it, after what came since, once; history says the assistant and for whom", async () => {
    const ben = await one.enter({ name: "Ben" });
    const { id } = await proposed(block("    return 1", "    return 2"));
    ben.wire.say({ type: "push", file: 1, version: 1, seq: 1, changes: [[[0, "# new", ""], TEXT.length]] });
    await ben.wire.next("updates");
    ben.send({ type: "look", id, block: 0 });
    const placed = await ben.next("placed");
    expect(placed).toMatchObject({ id, block: 0, file: 1, version: 2, isChanged: false });
    ben.send({ type: "accept", id, block: 0, version: placed.version, isChangeSeen: false });
    const accepted = await ana.entry("accepted");
    const participant = ben.wire.welcome.you.participant;
    expect(accepted).toMatchObject({ id, block: 0, participant, file: 1, version: 3 });
    expect(await textNow()).toBe(`# new\n${TEXT.replace("return 1", "return 2")}`);
    expect(await one.refused(ana, { type: "accept", id, block: 0, version: 3, isChangeSeen: true })).toBe(
      "doneAlready",
    );
    expect(await one.refused(ana, { type: "refuse", id, block: 0 })).toBe("doneAlready");
    const behalf = { client: accepted.client, participant: expect.any(Number), behalf: participant };
    expect(await one.events()).toContainEqual(expect.objectContaining({ type: "client", ...behalf }));
  });

  it("[A152] whose place somebody has changed meanwhile is shown again before it is put in", async () => {
    const { id } = await proposed(block("    return 1", "    return 2"));
    const at = TEXT.indexOf("return 1") + 8;
    const edit = (seq: number, version: number, length: number): void =>
      ana.wire.say({ type: "push", file: 1, version, seq, changes: [[at, [0, "0"], length - at]] });
    edit(2, 1, TEXT.length);
    await ana.wire.next("updates");
    ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: false });
    const placed = await ana.next("placed");
    expect(placed).toMatchObject({ isChanged: true, version: 2 });
    expect(await ana.next("refused")).toMatchObject({ why: "changed", id, block: 0 });
    // and once more, after they have looked
    edit(3, 2, TEXT.length + 1);
    await ana.wire.next("updates");
    ana.send({ type: "accept", id, block: 0, version: 2, isChangeSeen: true });
    expect(await ana.next("refused")).toMatchObject({ why: "changed" });
    expect(await textNow()).toBe(TEXT.replace("return 1", "return 100"));
    ana.send({ type: "accept", id, block: 0, version: 3, isChangeSeen: true });
    await ana.entry("accepted");
    expect(await textNow()).toContain("return 2");
  });

  it("[A151] is put in after the one that its person has taken in before, where both are at once", async () => {
    const { id } = await proposed(
      [block("    return 1", "    return 2"), block("print(f())", "print(g())")].join("\n"),
    );
    for (const number of [0, 1]) ana.send({ type: "accept", id, block: number, version: 1, isChangeSeen: false });
    await ana.entry("accepted");
    await ana.entry("accepted");
    expect(await textNow()).toBe("def f():\n    return 2\n\nprint(g())");
  });

  it("[A157] of a room that has written all of its hour meanwhile is not taken, and says why", async () => {
    await one.restart({ RATE_ROOM_BYTES_PER_HOUR: "60000" });
    ana = await one.enter({ key: ana.key });
    const { id } = await proposed(block("    return 1", "    return 2"));
    const { waits, go } = heldDisk();
    ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: false });
    await waits;
    // what comes in now is over what may be written
    const much = `\n# ${"x".repeat(80_000)}`;
    ana.wire.push([[TEXT.length, [0, ...much.split("\n")]]], { version: 1 });
    await ana.wire.answers();
    go();
    const refused = await ana.next("refused");
    expect(refused).toMatchObject({ id, block: 0, why: "notTaken", sentence: expect.stringContaining("this hour") });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(await textNow()).toBe(TEXT + much);
  });

  it("[A157] of a room that is full is not taken, and what is asked there is answered all the same", async () => {
    await one.restart({ LIMIT_CLIENTS_PER_ROOM: "2" });
    ana = await one.enter({ key: ana.key });
    const ben = await one.enter({ name: "Ben" });
    const { id } = await proposed(block("    return 1", "    return 2"));
    const accept = { type: "accept", id, block: 0, version: 1, isChangeSeen: false };
    ana.send(accept);
    const sentence = expect.stringContaining("full");
    expect(await ana.next("refused")).toMatchObject({ id, block: 0, why: "notTaken", sentence });
    expect(await textNow()).toBe(TEXT);
    // one goes, and it is taken
    ben.wire.leave();
    await ana.wire.next("left");
    ana.send(accept);
    await ana.entry("accepted");
    expect(await textNow()).toContain("return 2");
  });

  it("[A157] for which its file has become too long is not taken", async () => {
    await one.restart({ LIMIT_DOCUMENT_CHARACTERS: "60" });
    ana = await one.enter({ key: ana.key });
    const { id } = await proposed(block("    return 1", "    return 1234567890"));
    const more = `\n${"x".repeat(2 * 60 - TEXT.length - 5)}`;
    ana.wire.push([[TEXT.length, [0, ...more.split("\n")]]], { version: 1 });
    await ana.wire.next("updates");
    ana.send({ type: "accept", id, block: 0, version: 2, isChangeSeen: false });
    const sentence = expect.stringContaining("too large");
    expect(await ana.next("refused")).toMatchObject({ id, block: 0, why: "notTaken", sentence });
    expect(await textNow()).toBe(TEXT + more);
  });

  it("[A157] of a room that is closed while it is put in is not taken", async () => {
    await one.stop();
    const freezer: Feature = { name: "freezer", open: (room) => ({ message: () => room.freeze(true) }) };
    one = await AssistServer.start({}, [freezer]);
    ana = await one.enter({ name: "Ana" });
    await one.write(ana, TEXT);
    const { id } = await proposed(block("    return 1", "    return 2"));
    const { waits, go } = heldDisk();
    ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: false });
    await waits;
    ana.wire.say({ type: "feature", feature: freezer.name, data: {} });
    await ana.wire.answers();
    go();
    const sentence = expect.stringMatching(/\.$/);
    expect(await ana.next("refused")).toMatchObject({ id, block: 0, why: "notTaken", sentence });
    expect(await textNow()).toBe(TEXT);
  });

  it("[A155] of a room that is locked is accepted by who is in it: the assistant is nobody new", async () => {
    await one.stop();
    let isLocked = false;
    const lock: Feature = {
      name: "lock",
      open: () => ({
        admit: () => {
          if (isLocked) throw new Refusal("room_locked");
          return undefined;
        },
      }),
    };
    one = await AssistServer.start({}, [lock]);
    ana = await one.enter({ name: "Ana" });
    await one.write(ana, TEXT);
    isLocked = true;
    const { id } = await proposed(block("    return 1", "    return 2"));
    ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: false });
    await ana.entry("accepted");
    expect(await textNow()).toContain("return 2");
    expect(ana.wire.heard).toContainEqual(
      expect.objectContaining({ type: "joined", person: expect.objectContaining({ robot: "assist" }) }),
    );
    await expect(one.enter({ name: "Eve" })).rejects.toThrow("room_locked");
  });

  it("[A120] that cannot be looked for costs the answer neither its end nor its place", async () => {
    const looked = jest.spyOn(Lines, "of").mockRejectedValueOnce(new Error("a defect"));
    const { id, blocks } = await proposed(block("    return 1", "    return 2"));
    expect([looked.mock.calls.length, blocks]).toEqual([1, []]);
    expect(await one.refused(ana, { type: "stop", id })).toBe("unknownAnswer");
    expect((await proposed(block("    return 1", "    return 2"))).blocks).toHaveLength(1);
  });

  it("[A153] is refused for all who see it by anybody who may write", async () => {
    const ben = await one.enter({ name: "Ben" });
    const { id } = await proposed(block("    return 1", "    return 2"));
    ben.send({ type: "refuse", id, block: 0 });
    expect(await ana.entry("refusedBlock")).toMatchObject({
      id,
      block: 0,
      participant: ben.wire.welcome.you.participant,
    });
    expect(await one.refused(ana, { type: "accept", id, block: 0, version: 1, isChangeSeen: true })).toBe(
      "doneAlready",
    );
    expect(await one.refused(ana, { type: "look", id, block: 7 })).toBe("noProposal");
    expect(await textNow()).toBe(TEXT);
  });

  it("[A133] is looked for after the one before, whoever looks and whoever accepts", async () => {
    const ben = await one.enter({ name: "Ben" });
    const { id } = await proposed(
      [block("    return 1", "    return 2"), block("print(f())", "print(g())")].join("\n"),
    );
    ben.wire.say({ type: "push", file: 1, version: 1, seq: 1, changes: [[[0, "# new", ""], TEXT.length]] });
    await ben.wire.next("updates");
    await one.restart();
    ana = await one.enter({ key: ana.key });
    const again = await one.enter({ key: ben.key });
    const read = one.store.read.bind(one.store);
    let [reading, most] = [0, 0];
    one.store.read = async (...asked) => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setImmediate(resolve));
      reading--;
      return read(...asked);
    };
    again.send({ type: "look", id, block: 0 });
    ana.send({ type: "accept", id, block: 1, version: 2, isChangeSeen: false });
    await again.next("placed");
    await ana.entry("accepted");
    expect(most).toBe(1);
  });

  it("[A133] is not looked for by whoever may not write", async () => {
    const { id } = await proposed(block("    return 1", "    return 2"));
    await one.makeViewer(2);
    const viewer = await one.enter({ key: ana.key });
    expect(await one.refused(viewer, { type: "look", id, block: 0 })).toBe("mayNotWrite");
  });

  it("[A154] of a private answer is whoever's who asked; that it was accepted everybody may know", async () => {
    const ben = await one.enter({ name: "Ben" });
    const { id } = await proposed(block("    return 1", "    return 2"), { isShared: false });
    for (const data of [
      { type: "look", id, block: 0 },
      { type: "accept", id, block: 0, version: 1, isChangeSeen: true },
      { type: "refuse", id, block: 0 },
    ])
      expect(await one.refused(ben, data)).toBe("unknownAnswer");
    ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: true });
    expect(await ben.entry("accepted")).toMatchObject({ id, block: 0 });
    expect(await textNow()).toContain("return 2");
  });

  it.each(["off", "hints", "explain", "syntax"] as const)(
    "[A156] of a room that lets the assistant change nothing any more, as with %s, is neither shown nor put in",
    async (guardrail) => {
      const olga = await one.owner();
      const { id } = await proposed(block("    return 1", "    return 2"));
      olga.send({ type: "setting", guardrail, mayAsk: "editors" });
      while ((await ana.next("state")).guardrail !== guardrail);
      for (const data of [
        { type: "look", id, block: 0 },
        { type: "accept", id, block: 0, version: 1, isChangeSeen: true },
      ])
        expect(await one.refused(ana, data)).toBe("mayNotPropose");
      expect(await textNow()).toBe(TEXT);
      olga.send({ type: "setting", guardrail: "all", mayAsk: "editors" });
      while ((await ana.next("state")).guardrail !== "all");
      ana.send({ type: "accept", id, block: 0, version: 1, isChangeSeen: true });
      await ana.entry("accepted");
    },
  );

  it("[A155] is put in with the rights of who accepts it: not by viewers", async () => {
    const { id } = await proposed(block("    return 1", "    return 2"));
    await one.makeViewer(2);
    const viewer = await one.enter({ key: ana.key });
    expect(viewer.wire.welcome.you.role).toBe("viewer");
    expect(await one.refused(viewer, { type: "accept", id, block: 0, version: 1, isChangeSeen: true })).toBe(
      "mayNotWrite",
    );
    expect(await one.refused(viewer, { type: "refuse", id, block: 0 })).toBe("mayNotWrite");
    expect(await one.refused(viewer, { type: "taken", id })).toBe("unknownAnswer");
    viewer.ask("chat", "Can I?");
    expect(await viewer.next("refused")).toMatchObject({ why: "mayNotAsk" });
    expect(await textNow()).toBe(TEXT);
  });
});
