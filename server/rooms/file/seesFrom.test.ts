// What of a text's history an editor is sent whom features let see none: what came since their tab came in, and nothing before.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import type { Hello } from "../../protocol/clientMessages.ts";
import type { Role } from "../../protocol/events.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import type { RoomHooks } from "../../features/feature.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { newClientId } from "../../test/person.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";

const FILE = { file: 1, version: null } as const;
const LOTS = { pushesPerSecond: 0, messagesPerSecond: 0 };

/** A room whose owner alone sees history, and types; time passes with each thing that happens. */
async function ownersRoom(limits: object = {}, disk = new MemoryDisk()) {
  const roles = new Map<string, Role>([["Vera", "viewer"]]);
  let sees: RoomHooks["seesHistory"] = ({ participant }) => participant === 1;
  const share = () => ({
    admit: ({ person, name }: { person?: { role: Role } | undefined; name: string }) =>
      person?.role ?? roles.get(name) ?? "editor",
    seesHistory: (asker: Parameters<NonNullable<typeof sees>>[0]) => sees!(asker),
  });
  const bounds = { ...LOTS, ...limits, store: new MemoryStore(disk) };
  const { clock, room, enter, handle, key } = await roomWithFeature(share, disk, 1_000, bounds);
  const pass = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) {
      clock.advance(1);
      await settle();
    }
  };
  const come = async (hello: Partial<Hello>, address?: string) => {
    await pass();
    const who = await enter({ name: "Ed", ...hello }, address);
    await pass();
    return { ...who, key: who.outlet.of("welcome")[0]?.you.key ?? hello.key ?? "" };
  };
  const owner = await come({ name: "Olga", key, files: [FILE] });
  let text = Text.of([""]);
  let version = 0;
  const edit = async (from: number, to: number, insert = ""): Promise<void> => {
    const change = ChangeSet.of({ from, to, insert }, text.length);
    text = change.apply(text);
    const push = { type: "push", file: 1, version, seq: ++version, changes: [change.toJSON()] } as const;
    room.receive(owner.client, push, 0);
    await pass();
  };
  const open = async (who: Awaited<ReturnType<typeof come>>, wish: { version: number | null; text?: true }) => {
    who.outlet.messages.length = 0;
    room.receive(who.client, { type: "open", file: 1, ...wish }, 0);
    await pass();
    return who.outlet.messages;
  };
  const become = (next: RoomHooks["seesHistory"]): void => void (sees = next);
  const put = async (file: object): Promise<void> => {
    handle.accept({ type: "file", time: 0, participant: 1, file: { file: 1, name: "main", ...file } });
    await pass();
  };
  return { room, handle, come, edit, open, pass, become, put, text: () => text.toString(), version: () => version };
}

const lastFile = (messages: readonly ServerMessage[]) =>
  messages.filter((one): one is Extract<ServerMessage, { type: "file" }> => one.type === "file").at(-1);

describe("an editor who sees no history", () => {
  it("[P99] is sent the updates since their tab came in, whenever it comes back, and of what was before the newest text", async () => {
    const { room, come, edit, open, text } = await ownersRoom();
    await edit(0, 0, "kept");
    await edit(2, 2, "secret");
    await edit(2, 8);
    const client = newClientId();
    const ed = await come({ client });
    await edit(4, 4, " typo");
    await edit(4, 9);
    await edit(4, 4, " more");
    for (const wish of [{ version: 3 }, { version: 4 }]) {
      const messages = await open(ed, wish);
      expect(lastFile(messages)).toEqual({ type: "file", file: 1, version: wish.version, head: 6 });
      expect(messages.filter(({ type }) => type === "updates")).toHaveLength(1);
    }
    const past = await open(ed, { version: 4, text: true });
    expect(lastFile(past)).toMatchObject({ version: 4, text: "kept typo" });
    for (const wish of [
      { version: 0 },
      { version: 1 },
      { version: 2 },
      { version: 0, text: true },
      { version: 2, text: true },
    ] as const) {
      const messages = await open(ed, wish);
      expect(messages.filter(({ type }) => type === "updates")).toEqual([]);
      expect(JSON.stringify(messages)).not.toMatch(/secret|typo/);
    }
    // another tab of the same person came later
    const other = await come({ key: ed.key, client: newClientId() });
    expect(JSON.stringify(await open(other, { version: 4 }))).not.toContain("typo");
    // the same tab has come back
    room.leave(ed.client);
    const again = await come({ key: ed.key, client, files: [{ file: 1, version: 3 }] });
    expect(JSON.stringify(again.outlet.of("updates"))).toContain("typo");
    expect(JSON.stringify(again.outlet.messages)).not.toContain("secret");
    expect(text()).toBe("kept more");
  });

  it("[P99] is sent nothing of it where the room does not know since when the tab is there", async () => {
    const { room, come, edit, open } = await ownersRoom();
    const ed = await come({});
    await edit(0, 0, "typo");
    await edit(0, 4);
    const { clients } = room.log.accepted;
    const tab = clients.find(({ client }) => client === ed.client.client)!;
    delete (tab as { since?: number }).since;
    expect(JSON.stringify(await open(ed, { version: 0 }))).not.toContain("typo");
  });

  it("[P99] goes on from what they have, where memory does not reach back so far either", async () => {
    const { come, edit, open } = await ownersRoom({ recentUpdates: 5 });
    await edit(0, 0, "secret");
    await edit(0, 6);
    const ed = await come({});
    for (let count = 0; count < 40; count++) await edit(0, count % 2, "x");
    const messages = await open(ed, { version: 2 });
    expect(messages.filter(({ type }) => type === "updates").length).toBeGreaterThan(0);
    expect(JSON.stringify(await open(ed, { version: 0 }))).not.toContain("secret");
  });

  it("[P20] [P98] has a deleted file closed to them, and opens none", async () => {
    const { come, edit, open, put, become } = await ownersRoom();
    await edit(0, 0, "gone");
    const ed = await come({ files: [FILE] });
    await put({ deleted: { time: 1, participant: 1 } });
    const closed = { type: "error", code: "unknown_file", file: 1 };
    expect(ed.outlet.of("error")).toMatchObject([closed]);
    expect(await open(ed, { version: null })).toMatchObject([closed]);
    become(() => true);
    expect(lastFile(await open(ed, { version: null }))).toMatchObject({ text: "gone" });
  });
});

describe("the right to see history", () => {
  it("[P98] is asked each time, by the address that somebody came by", async () => {
    const { come, edit, open, become } = await ownersRoom();
    await edit(0, 0, "secret");
    await edit(0, 6);
    const vera = await come({ name: "Vera" }, "another-address");
    const asked: string[] = [];
    const seesSecret = async (): Promise<boolean> =>
      JSON.stringify(await open(vera, { version: 0 })).includes("secret");
    expect(await seesSecret()).toBe(false);
    become(({ address }) => asked.push(address) > 0);
    expect(await seesSecret()).toBe(true);
    expect(new Set(asked)).toEqual(new Set(["another-address"]));
    become(() => false);
    expect(await seesSecret()).toBe(false);
  });

  it("[P98] is nobody's once the feature that gives it is switched off", async () => {
    const { come, edit, open, become, room } = await ownersRoom();
    await edit(0, 0, "secret");
    await edit(0, 6);
    const vera = await come({ name: "Vera" });
    become(() => {
      throw new Error("broken");
    });
    expect(JSON.stringify(await open(vera, { version: 0 }))).not.toContain("secret");
    expect(room.rights.seesHistory({ participant: 1, address: "a-room" })).toBe(false);
  });

  it("[P98] is nobody's who was removed, whatever features say", async () => {
    const { come, room, handle, become, pass } = await ownersRoom();
    const ed = await come({});
    become(() => true);
    const asker = { participant: ed.client.participant, address: "a-room" };
    expect(room.rights.seesHistory(asker)).toBe(true);
    const person = room.details.participants.find(({ participant }) => participant === asker.participant)!;
    handle.accept({ type: "participant", time: 0, participant: { ...person, removed: true } });
    await pass();
    expect(room.rights.seesHistory(asker)).toBe(false);
  });
});

/** A thing that happens; numbers choose where. */
const step = fc.record({
  what: fc.constantFrom("type", "type", "delete", "delete", "tab", "leave", "back", "open", "text", "slow", "read"),
  who: fc.nat(2),
  at: fc.nat(1_000),
  length: fc.nat(12),
});

describe("whatever happens", () => {
  it("[P99] nobody who sees no history is told what was gone before their tab came in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.constantFrom(3, 2_000), async (steps, recentUpdates) => {
        const { room, come, edit, open, pass, text, version } = await ownersRoom({ recentUpdates });
        let words = 0;
        const gone = new Set<string>();
        const problems: string[] = [];
        const keys = new Map<string, string>();
        /** by tab, what was gone before it came in */
        const before = new Map<string, ReadonlySet<string>>();
        const tabs = [newClientId(), newClientId(), newClientId()];
        const here = new Map<string, Awaited<ReturnType<typeof come>>>();
        const enter = async (tab: string): Promise<void> => {
          if (!before.has(tab)) before.set(tab, new Set(gone));
          const who = await come({ client: tab, ...(keys.has(tab) && { key: keys.get(tab)! }) });
          keys.set(tab, who.key);
          here.set(tab, who);
        };
        const look = (): void => {
          for (const [tab, { outlet }] of here) {
            const said = JSON.stringify(outlet.messages);
            for (const word of before.get(tab)!) if (said.includes(word)) problems.push(word);
          }
        };
        for (const { what, who, at, length } of steps) {
          const tab = tabs[who]!;
          const person = here.get(tab);
          const from = Math.min(at % (text().length + 1), text().length);
          const to = Math.min(text().length, from + length);
          if (what === "type") await edit(from, from, `<${++words}>`);
          if (what === "delete" && to > from) await edit(from, to);
          for (let word = 1; word <= words; word++) if (!text().includes(`<${word}>`)) gone.add(`<${word}>`);
          if ((what === "tab" || what === "back") && !person) await enter(tab);
          if (what === "leave" && person) room.leave(person.client);
          if (what === "leave") here.delete(tab);
          if (what === "open" && person) await open(person, { version: at % (version() + 1) });
          if (what === "text" && person) await open(person, { version: at % (version() + 1), text: true });
          if (what === "slow" && person) person.outlet.full = true;
          if (what === "read" && person) {
            person.outlet.full = false;
            room.drained(person.client);
          }
          await pass();
          look();
        }
        expect(problems).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
