// Opening files and pushing on a raw socket, rule by rule: what is said, what comes back, and what others hear of it.
import { describe, expect, it } from "@jest/globals";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { newClientId } from "../test/person.ts";
import { append, enter, enterFile, PausedStore, room, server, start, type } from "../test/wiredRoom.ts";

describe("open and close", () => {
  it("[P17] version null gives the text at the head and what of this client it contains", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    expect(wire.file).toEqual({ type: "file", file: 1, version: 0, head: 0, text: "", confirmed: 0 });
    await type(wire, 0, "abc");
    wire.say({ type: "open", file: 1, version: null });
    expect(await wire.next("file")).toMatchObject({ version: 3, head: 3, text: "abc", confirmed: 3 });
    const other = await enterFile();
    expect(other.file).toMatchObject({ version: 3, text: "abc", confirmed: 0 });
  });

  it("[P18] [P29] a version gives the updates from there on and no text; one past the head is version_ahead", async () => {
    await start();
    const wire = await enterFile();
    await type(wire, 0, "abc");
    const late = await enter({ files: [{ file: 1, version: 1 }] });
    expect(await late.next("file")).toEqual({ type: "file", file: 1, version: 1, head: 3 });
    const { version, updates } = await late.next("updates");
    expect([version, updates.map(([, seq]) => seq)]).toEqual([1, [2, 3]]);
    late.say({ type: "open", file: 1, version: 4 });
    expect(await late.next("error")).toMatchObject({ code: "version_ahead", file: 1, fatal: false });
    await type(wire, 3, "d");
    expect(await late.next("updates")).toMatchObject({ version: 3 });
  });

  it("[P19] a version with text gives the text of just that version, and what of this client it contains", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    await type(wire, 0, "abcd");
    wire.say({ type: "open", file: 1, version: 2, text: true });
    expect(await wire.next("file")).toEqual({ type: "file", file: 1, version: 2, head: 4, text: "ab", confirmed: 2 });
    expect(await wire.next("updates")).toMatchObject({
      version: 2,
      updates: [
        [1, 3, expect.any(Number), [2, [0, "c"]]],
        [1, 4, expect.any(Number), [3, [0, "d"]]],
      ],
    });
  });

  it("[P20] a file that the room has not is unknown_file; after close nothing comes any more", async () => {
    await start();
    const wire = await enterFile();
    const other = await enterFile();
    wire.say({ type: "open", file: 99, version: null });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file", file: 99, fatal: false });
    wire.say({ type: "close", file: 1 });
    await wire.answers();
    await type(other, 0, "abc");
    expect((await wire.answers()).filter(({ type: kind }) => kind === "updates")).toEqual([]);
    wire.push([[3]], { version: 3 });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file" });
  });

  it("[P21] who is far behind gets pages in order up to the head", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const wire = await enterFile();
    const big = "x".repeat(9_000);
    for (let version = 0; version < 2_400; version += 200) {
      const changes = Array.from({ length: 200 }, (_, index) => [[version + index === 0 ? 0 : 1, "y"]]);
      if (version === 400)
        changes.splice(0, 120, ...Array.from({ length: 60 }, () => [[[1, big]], [[9_000, "y"]]]).flat());
      wire.push(changes, { version, seq: version + 1 });
      await wire.next("updates");
    }
    const late = await enter({ files: [{ file: 1, version: 0 }] });
    const { head } = await late.next("file");
    expect(head).toBe(2_400);
    const sizes: number[] = [];
    for (let reached = 0; reached < head;) {
      const { version, updates } = await late.next("updates");
      expect(version).toBe(reached);
      expect(updates.length).toBeLessThanOrEqual(1_000);
      expect(JSON.stringify(updates).length).toBeLessThan(520_000);
      reached += updates.length;
      sizes.push(updates.length);
    }
    expect(sizes.length).toBeGreaterThan(2);
  });
});

describe("push", () => {
  it("[P22] 1 to pushUpdates changes, of a file that is open", async () => {
    await start({ LIMIT_PUSH_UPDATES: "2" });
    for (const changes of [[], [[], [], []]]) {
      const wire = await enterFile();
      wire.push(changes);
      expect(await wire.next("error")).toMatchObject({ code: "bad_frame", fatal: true });
    }
    const closed = await enter({ files: [] });
    closed.push([[[0, "a"]]]);
    expect(await closed.next("error")).toMatchObject({ code: "unknown_file", fatal: false, file: 1 });
  });

  it("[P97] a push behind open and before file is unknown_file; after file the same push is taken", async () => {
    let letRead = (): void => {};
    const mayRead = new Promise<void>((resolve) => (letRead = resolve));
    class HeldReads extends MemoryStore {
      override async read(...words: Parameters<MemoryStore["read"]>) {
        if (words[0].file === 1) await mayRead;
        return super.read(...words);
      }
    }
    await start({}, new HeldReads());
    const wire = await enter({ files: [] });
    wire.say({ type: "open", file: 1, version: null });
    wire.push([[[0, "a"]]]);
    expect(await wire.next("error", "file")).toMatchObject({ code: "unknown_file", fatal: false, file: 1 });
    letRead();
    await wire.next("file");
    wire.push([[[0, "a"]]]);
    expect((await wire.next("updates")).updates).toMatchObject([
      [expect.any(Number), 1, expect.any(Number), [[0, "a"]]],
    ]);
  });

  it("[P23] [C3] what is there already is dropped, what is new behind it is added, a gap is refused", async () => {
    await start();
    const wire = await enterFile();
    wire.push([append(0, "a"), append(1, "b")]);
    await wire.next("updates");
    wire.push([append(0, "a"), append(1, "b")]);
    wire.push([append(0, "a"), append(1, "b"), append(2, "c")]);
    const { version, updates } = await wire.next("updates");
    expect(version).toBe(2);
    expect(updates).toMatchObject([[expect.any(Number), 3, expect.any(Number), [2, [0, "c"]]]]);
    wire.push([append(3, "e")], { version: 3, seq: 5 });
    expect(await wire.next("error")).toMatchObject({ code: "seq_gap", file: 1 });
    expect(await server.rooms.text(room.roomId, 1)).toBe("abc");
  });

  it("[P23] [C3] an update that has become empty keeps its place and is sent", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    wire.push([append(0, "abc")]);
    await Promise.all([wire.next("updates"), other.next("updates")]);
    wire.push([[[3]]], { version: 1, seq: 2 });
    await Promise.all([wire.next("updates"), other.next("updates")]);
    other.push([[[3]]], { version: 1 });
    expect(await wire.next("updates")).toMatchObject({
      version: 2,
      updates: [[other.welcome.you.client, 1, expect.any(Number), []]],
    });
  });

  it("[P24] [C2] an old version is rebased; one past the head is version_ahead", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    await type(wire, 0, "abc");
    other.push([append(0, "X")]);
    while ((await other.next("updates")).updates.at(-1)?.[0] !== other.welcome.you.client);
    expect(await server.rooms.text(room.roomId, 1)).toMatch(/^(Xabc|abcX)$/);
    other.push([append(4, "Y")], { version: 5, seq: 2 });
    expect(await other.next("error")).toMatchObject({ code: "version_ahead", file: 1 });
  });

  it("[P24] a version that memory no longer has is version_too_old", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const [wire, other] = [await enterFile(), await enterFile()];
    for (let version = 0; version < 12_400; version += 200) {
      const changes = Array.from({ length: 200 }, (_, index) => [[version + index === 0 ? 0 : 1, "y"]]);
      wire.push(changes, { version, seq: version + 1 });
      await wire.next("updates");
    }
    other.push([append(0, "X")]);
    expect(await other.next("error")).toMatchObject({ code: "version_too_old", file: 1, fatal: false });
  });

  it("[P24] what takes too many steps on an old version is version_too_old, however few changes it is", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const [wire, other] = [await enterFile(), await enterFile()];
    wire.push([append(0, "x".repeat(1_000))]);
    await wire.next("updates");
    for (let version = 1; version < 1_001; version += 200) {
      const changes = Array.from({ length: 200 }, (_, index) => [500, [0, "y"], 499 + version + index]);
      wire.push(changes, { version, seq: version + 1 });
      await wire.next("updates");
    }
    const everywhere = Array.from({ length: 500 }, () => [[0, "z"], 2]).flat();
    for (const change of [everywhere, [[1_000]], [[2], 998]]) {
      other.push([change], { version: 1 });
      expect(await other.next("error")).toMatchObject({ code: "version_too_old", file: 1, fatal: false });
    }
    other.push([[[1], 999]], { version: 1 });
    await other.next("updates");
    while ((await wire.next("updates")).updates.at(-1)?.[0] !== other.welcome.you.client);
    expect(await server.rooms.text(room.roomId, 1)).toMatch(/^x{499}y{1000}x{500}$/);
  });

  it("[P25] a deleted length that cannot even be compared with a number is bad_change", async () => {
    await start();
    const wire = await enterFile();
    wire.push([[[{ toString: 1, valueOf: 1 }, "x"]]]);
    expect(await wire.next("error")).toMatchObject({ code: "bad_change", fatal: true });
  });

  it("[P25] a seq that does not belong to its version is bad_change", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    await type(wire, 0, "ab");
    wire.push([append(0, "x"), append(1, "y"), append(2, "z")], { version: 0, seq: 2 });
    expect(await wire.next("error")).toMatchObject({ code: "bad_change", fatal: true });
    const again = await enterFile({ key: room.key, client });
    again.push([append(2, "x")], { version: 2, seq: 2 });
    expect(await again.next("error")).toMatchObject({ code: "bad_change", fatal: true });
    expect(await server.rooms.text(room.roomId, 1)).toBe("ab");
  });

  it("[P25] sections are counted over all changes of a push", async () => {
    await start({ LIMIT_PUSH_SECTIONS: "3" });
    const wire = await enterFile();
    wire.push([append(0, "a"), append(1, "b"), append(2, "c")]);
    expect(await wire.next("error")).toMatchObject({ code: "bad_change", fatal: true });
  });

  it("[P26] [P27] what grows past a bound is refused and changes nothing; what shrinks is not", async () => {
    await start({ LIMIT_LINE_CHARACTERS: "10", LIMIT_DOCUMENT_CHARACTERS: "40", LIMIT_PUSH_CHARACTERS: "30" });
    const wire = await enterFile();
    const refused = async (code: string, changes: unknown[], at = {}): Promise<void> => {
      wire.push(changes, at);
      expect(await wire.next("error")).toMatchObject({ code, file: 1, fatal: false });
    };
    const ten = "1234567890";
    await refused("line_too_long", [append(0, `${ten}1`)]);
    await refused("line_too_long", [append(0, ten), append(10, ten), append(20, "1")]);
    await refused("document_too_large", [[[0, ten, ten, ten]]]);
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
    wire.push([append(0, ten), append(10, ten)]);
    await wire.next("updates");
    for (const [version, seq, length] of [
      [2, 3, 20],
      [3, 4, 41],
      [4, 5, 62],
    ] as const) {
      wire.push([[length, [0, "", ten, "123456789"]]], { version, seq });
      if (length < 62) await wire.next("updates");
    }
    expect(await wire.next("error")).toMatchObject({ code: "document_too_large" });
    wire.push([[[1], 61]], { version: 4, seq: 5 });
    await wire.next("updates");
    expect((await server.rooms.text(room.roomId, 1))?.length).toBe(61);
  });

  it("[P28] [C4] everybody gets the same frame, stamped with the connection's client and the server's time", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    const before = Date.now();
    wire.push([append(0, "hi")]);
    const [own, others] = await Promise.all([wire.next("updates"), other.next("updates")]);
    expect(own).toEqual(others);
    const [client, seq, time, change] = own.updates[0]!;
    expect([client, seq, change]).toEqual([wire.welcome.you.client, 1, [[0, "hi"]]]);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
    // No field of a push could say otherwise.
    other.say({ type: "push", file: 1, version: 1, seq: 1, changes: [append(2, "!")], client: client });
    expect(await other.next("error")).toMatchObject({ code: "bad_frame" });
  });

  it("[C5] neither its author nor anybody else is shown what is not stored yet", async () => {
    const store = new PausedStore();
    await start({}, store);
    const [wire, other] = [await enterFile(), await enterFile()];
    store.holding = true;
    wire.push([append(0, "a")]);
    for (const each of [wire, other]) {
      await each.answers();
      expect(each.heard.some(({ type: kind }) => kind === "updates")).toBe(false);
    }
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
    store.release();
    await Promise.all([wire.next("updates"), other.next("updates")]);
    expect(await server.rooms.text(room.roomId, 1)).toBe("a");
  });
});
