// What features read of a room's files, and what they do in it as somebody who is no person.
import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import type { UpdateJSON } from "../protocol/updates.ts";
import { atOnce } from "../rooms/log/reading.ts";
import type { MemoryDisk } from "../store/memory/memoryStore.ts";
import { roomWithFeature } from "../test/featureRoom.ts";
import { type SimClock, settle, settleTurns } from "../test/fuzz/simNetwork.ts";

const refusal = (code: string) => expect.objectContaining({ code });

/** A room in which Ben types in the first file. */
async function live(disk?: MemoryDisk) {
  const drained: number[] = [];
  const share = () => ({ drained: ({ client }: { client: number }) => void drained.push(client) });
  const opened = await roomWithFeature(share, disk);
  const { client, outlet } = await opened.enter({ files: [{ file: 1, version: null }] });
  let seq = 0;
  const type = async (text: string): Promise<void> => {
    const changes = [[...(seq > 0 ? [seq] : []), [0, text]]];
    opened.room.receive(client, { type: "push", file: 1, version: seq, seq: seq + 1, changes }, 50);
    seq++;
    await settle();
  };
  return { ...opened, client, outlet, type, drained };
}

/** What is read when everybody else had their turn. */
async function inTurn<Read>(clock: SimClock, read: Promise<Read>): Promise<Read> {
  const answer = Promise.allSettled([read]);
  await settleTurns(clock);
  await answer;
  return read;
}

describe("a feature that reads", () => {
  it("[F16] gets the text at any version, and the updates in between", async () => {
    const { handle, type, clock } = await live();
    for (const letter of "abc") await type(letter);
    expect((await handle.textAt(1)).toString()).toBe("abc");
    expect((await inTurn(clock, handle.textAt(1, 2))).toString()).toBe("ab");
    expect((await inTurn(clock, handle.textAt(1, 0))).toString()).toBe("");
    await expect(inTurn(clock, handle.textAt(1, 4))).rejects.toEqual(refusal("version_ahead"));
    await expect(handle.textAt(2)).rejects.toEqual(refusal("unknown_file"));
    const pages: { from: number; updates: readonly UpdateJSON[] }[] = [];
    for await (const page of handle.read(1, 1)) pages.push(page);
    expect(pages).toEqual([
      {
        from: 1,
        updates: [
          [1, 2, expect.any(Number), [1, [0, "b"]]],
          [1, 3, expect.any(Number), [2, [0, "c"]]],
        ],
      },
    ]);
    for await (const { updates } of handle.read(1, 0, 1)) expect(updates).toHaveLength(1);
    await expect(handle.read(2, 0).next()).rejects.toEqual(refusal("unknown_file"));
  });

  it("[F16] does so of a file that nobody has open, and opens it for nobody", async () => {
    const { disk, type } = await live();
    for (const letter of "abc") await type(letter);
    const { handle, room, clock } = await roomWithFeature(() => ({}), disk);
    expect((await handle.textAt(1)).toString()).toBe("abc");
    expect((await inTurn(clock, handle.textAt(1, 1))).toString()).toBe("a");
    await expect(inTurn(clock, handle.textAt(1, 4))).rejects.toEqual(refusal("version_ahead"));
    let count = 0;
    for await (const { updates } of handle.read(1, 0)) count += updates.length;
    expect(count).toBe(3);
    expect(room.audience.size).toBe(0);
  });

  it("[F17] knows who wrote it, also when they have left", async () => {
    const { handle, room, client, type } = await live();
    await type("a");
    room.leave(client);
    const { participant } = client;
    for await (const { updates } of handle.read(1, 0))
      expect(updates.map(([one]) => handle.clientsOf(participant).has(one))).toEqual([true]);
    expect(handle.person(participant)?.name).toBe("Ben");
    expect([handle.isOwner(participant), handle.isOwner(1)]).toEqual([false, true]);
    expect(handle.person(0)).toBeUndefined();
  });
});

describe("a feature that takes part", () => {
  const HELPER = { name: "Helper", role: "editor" } as const;

  it("[F18] is seen by everybody, marked as no person, edits and is somewhere", async () => {
    const { handle, room, clock, outlet, type } = await live();
    await type("abc");
    const robot = await handle.enter(HELPER);
    const { participant } = robot;
    expect(outlet.of("joined").at(-1)).toMatchObject({ person: { participant, name: "Helper", robot: "tested" } });
    expect((await robot.open(1)).toString()).toBe("abc");
    robot.at(1, [[1, 2]]);
    clock.advance(1_000);
    expect(outlet.of("presence").at(-1)).toMatchObject({ presences: [{ file: 1, selections: [[1, 2]] }] });
    // both at once: each is made on what it sees
    const both = [
      robot.edit(1, (text) => ({ from: text.length, insert: "d" })),
      robot.edit(1, (text) => ({ from: text.length, insert: Text.of(["", "e"]) })),
      robot.edit(1, () => []),
    ];
    expect(await Promise.all(both)).toEqual([2, 3, undefined]);
    await settle();
    expect((await handle.textAt(1)).toString()).toBe("abcd\ne");
    expect(outlet.of("updates").at(-1)).toMatchObject({ version: 2 });
    robot.leave();
    expect(outlet.of("left")).toHaveLength(1);
    await expect(robot.edit(1, () => ({ from: 0, insert: "x" }))).rejects.toEqual(refusal("unknown_file"));
    expect(room.audience.size).toBe(1);
  });

  it("[F18] meets what a person types at the same time", async () => {
    const { handle, type } = await live();
    await type("a");
    const robot = await handle.enter(HELPER);
    await robot.open(1);
    const edited = robot.edit(1, () => ({ from: 0, insert: "<" }));
    await type("b");
    await edited;
    await settle();
    expect((await handle.textAt(1)).toString()).toBe("<ab");
  });

  it("[F18] is the same when it comes again, also after a restart, and leaves with its feature", async () => {
    const { disk, handle, room, client } = await live();
    const first = await handle.enter(HELPER);
    const again = await handle.enter(HELPER);
    expect([first.isHere, again.isHere]).toEqual([false, true]);
    expect(again.participant).toBe(first.participant);
    // no person is left
    room.leave(client);
    expect(room.audience.isEmpty).toBe(true);
    room.close("room_reset");
    expect(again.isHere).toBe(false);
    const restarted = await roomWithFeature(() => ({}), disk);
    const later = await restarted.handle.enter(HELPER);
    expect(later.participant).toBe(first.participant);
    expect(restarted.room.details.participants.filter(({ robot }) => robot === "tested")).toHaveLength(1);
  });

  it("[F18] has the rights and the rates of anybody, and comes as few", async () => {
    const { handle, room, clock } = await live();
    const viewer = await handle.enter({ name: "Looker", role: "viewer" });
    await viewer.open(1);
    await expect(viewer.edit(1, () => ({ from: 0, insert: "x" }))).rejects.toEqual(refusal("read_only"));
    await expect(viewer.open(7)).rejects.toEqual(refusal("unknown_file"));
    const robot = await handle.enter(HELPER);
    await robot.open(1);
    let done = 0;
    const many = Array.from({ length: 200 }, () =>
      robot.edit(1, () => ({ from: 0, insert: "x" })).then(() => (done += 1)),
    );
    for (let turn = 0; turn < 20; turn++) await settle();
    expect(done).toBeLessThan(200);
    for (let turn = 0; turn < 2_000 && done < 200; turn++) {
      clock.advance(100);
      await settle();
    }
    await Promise.all(many);
    expect((await handle.textAt(1)).length).toBe(200);
    for (const name of ["three", "four"]) await handle.enter({ name, role: "editor" });
    await expect(handle.enter({ name: "five", role: "editor" })).rejects.toEqual(refusal("room_full"));
    await expect(handle.enter({ name: "\u200b", role: "editor" })).rejects.toBeDefined();
    // an owner can put it out, and then it stays out
    const { participant } = robot;
    const person = room.details.participants.find((one) => one.participant === participant)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, removed: true } });
    handle.dismiss(participant, "removed");
    await settle();
    expect(robot.isHere).toBe(false);
    await expect(handle.enter(HELPER)).rejects.toEqual(refusal("removed"));
  });

  it("[F18] loses nothing that it wrote before it came again", async () => {
    const { handle, store } = await live();
    const first = await handle.enter(HELPER);
    await first.open(1);
    const append = store.append.bind(store);
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    store.append = async (appends) => {
      await gate;
      return append(appends);
    };
    const edits = [first.edit(1, () => ({ from: 0, insert: "first" }))];
    await settle();
    const second = await handle.enter(HELPER);
    await second.open(1);
    edits.push(second.edit(1, (text) => ({ from: text.length, insert: "second" })));
    await settle();
    go();
    await Promise.all(edits);
    expect((await handle.textAt(1)).toString()).toBe("firstsecond");
  });

  it("[F18] keeps the role that an owner has given it, and the name that it has", async () => {
    const { handle, room } = await live();
    const robot = await handle.enter({ name: "Helper  bot ", role: "editor" });
    const person = room.details.participants.find(({ participant }) => participant === robot.participant)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
    const again = await handle.enter({ name: "Helper bot", role: "editor" });
    const other = await handle.enter({ name: "Helper", role: "editor" });
    expect(again.participant).toBe(robot.participant);
    expect(other.participant).not.toBe(robot.participant);
    const { participants } = room.details;
    expect(participants.find(({ participant }) => participant === again.participant)!.role).toBe("viewer");
  });

  it("[F18] is gone when its feature is switched off while it comes, and nothing of the feature begins any more", async () => {
    const { handle, room, clock } = await live();
    const entering = handle.enter(HELPER);
    handle.end();
    await expect(entering).rejects.toEqual(refusal("unknown_feature"));
    expect(room.audience.connected).toHaveLength(1);
    let ran = 0;
    handle.after(10, () => (ran += 1));
    clock.advance(100);
    expect(ran).toBe(0);
    expect(() => handle.log("late", { replayed() {}, opened() {}, committed() {} })).toThrow(
      "does not have that feature",
    );
  });

  it("[F18] does not begin the room's time in memory anew when it goes", async () => {
    const { handle, room, client, clock, directory } = await live();
    room.leave(client);
    for (let turn = 0; turn < 10 && directory.rooms.length > 0; turn++) {
      const robot = await handle.enter(HELPER).catch(() => undefined);
      clock.advance(300);
      robot?.leave();
      clock.advance(300);
      await settle();
    }
    expect(directory.rooms).toEqual([]);
  });

  it("[F40] on behalf of somebody writes by a client for each of them, for good, and only while they may write too", async () => {
    const { disk, handle, room, client, type } = await live();
    await type("a");
    const { participant: ben } = client;
    const own = await handle.enter(HELPER);
    const forBen = await handle.enter({ ...HELPER, behalf: ben });
    expect([own.isHere, forBen.isHere]).toEqual([true, true]);
    expect(forBen.participant).toBe(own.participant);
    await forBen.open(1);
    await forBen.edit(1, () => ({ from: 1, insert: "!" }));
    await settle();
    const by: number[] = [];
    for await (const { updates } of handle.read(1, 1)) by.push(...updates.map(([one]) => one));
    expect(by).toEqual([forBen.client]);
    forBen.leave();
    const again = await handle.enter({ ...HELPER, behalf: ben });
    expect(again.client).toBe(forBen.client);
    await again.open(1);
    const person = room.details.participants.find(({ participant }) => participant === ben)!;
    handle.accept({ type: "participant", time: 1, participant: { ...person, role: "viewer" } });
    await settle();
    await expect(again.edit(1, () => ({ from: 0, insert: "x" }))).rejects.toEqual(refusal("read_only"));
    const restarted = await roomWithFeature(() => ({}), disk);
    const tabs = await restarted.handle.pastClients(atOnce);
    expect(tabs.find(([number]) => number === forBen.client)?.slice(1)).toEqual([
      own.participant,
      expect.any(Number),
      ben,
    ]);
    expect(tabs.find(([number]) => number === own.client)).toHaveLength(3);
  });

  it("[F41] changes the text of an earlier version, over what came since and after what it wrote itself", async () => {
    const { handle, type } = await live();
    await type("a");
    await type("b");
    const robot = await handle.enter(HELPER);
    await robot.open(1);
    const own = robot.edit(1, () => ({ from: 0, insert: "<" }));
    // against "ab", of which everybody sees "<abc" by then
    const late = robot.editAt(1, async () => {
      const [version, text] = [3, await handle.textAt(1)];
      await type("c");
      return { version, changes: ChangeSet.of({ from: 2, insert: "-" }, text.length) };
    });
    await Promise.all([own, late]);
    await settle();
    expect((await handle.textAt(1)).toString()).toBe("<a-bc");
    await expect(robot.editAt(1, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await robot.editAt(1, async () => ({ version: 5, changes: ChangeSet.empty(5) }))).toBeUndefined();
  });

  it("[F19] is told when who was too slow takes more again", async () => {
    const { handle, room, client, outlet, drained } = await live();
    expect(handle.offer([client.client], "one")).toEqual([]);
    outlet.full = true;
    expect(handle.offer([client.client], "two")).toEqual([client.client]);
    expect(outlet.of("feature").map(({ data }) => data)).toEqual(["one"]);
    outlet.full = false;
    room.drained(client);
    expect(drained).toEqual([client.client]);
  });
});
