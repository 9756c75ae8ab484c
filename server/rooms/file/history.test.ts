// What of a text's history somebody is sent who is not an editor: in no opening and no catching up anything but the newest text.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import type { Role } from "../../protocol/events.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { FileRequest } from "../../protocol/clientMessages.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import { settle, settleTurns } from "../../test/fuzz/simNetwork.ts";
import type { TestOutlet } from "../../test/testOutlet.ts";
import type { Frame } from "../ports.ts";
import type { Commit } from "../roomStore.ts";

type FileMessage = Extract<ServerMessage, { type: "file" }>;

/** Reads that wait until they are let go. */
class SlowStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  slow = false;

  override async read(...args: Parameters<MemoryStore["read"]>): Promise<Commit[]> {
    if (this.slow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return super.read(...args);
  }

  async letGo(): Promise<void> {
    this.slow = false;
    for (const go of this.#waiting.splice(0)) go();
    await settle();
  }
}

/** A room in which people come in the role that their name says, and Ed types. */
async function roomWithEditor(limits: Partial<Limits> = {}) {
  const disk = new MemoryDisk();
  const store = new SlowStore(disk);
  const admit = ({ name }: { readonly name: string }): Role => (name.startsWith("Vera") ? "viewer" : "editor");
  const bounds = { pushesPerSecond: 0, messagesPerSecond: 0, ...limits, store };
  const { room, enter, handle, clock } = await roomWithFeature(() => ({ admit }), disk, 1_000, bounds);
  const ed = await enter({ name: "Ed", files: [{ file: 1, version: null }] });
  await settle();
  let text = Text.of([""]);
  let version = 0;
  /** Ed deletes from one place to another, and puts something there. */
  const edit = async (from: number, to: number, insert = ""): Promise<void> => {
    const change = ChangeSet.of({ from, to, insert: Text.of(insert.split("\n")) }, text.length);
    text = change.apply(text);
    version++;
    room.receive(
      ed.client,
      { type: "push", file: 1, version: version - 1, seq: version, changes: [change.toJSON()] },
      0,
    );
    await settle();
  };
  const open = async (who: Awaited<ReturnType<typeof enter>>, wish: Omit<FileRequest, "file">): Promise<void> => {
    room.receive(who.client, { type: "open", file: 1, ...wish }, 0);
    await settle();
  };
  const enterWith = async (name: string, files: readonly Omit<FileRequest, "file">[]) => {
    const who = await enter({ name, files: files.map((one) => ({ file: 1, ...one })) });
    await settle();
    return who;
  };
  const become = async (who: Awaited<ReturnType<typeof enter>>, role: Role): Promise<void> => {
    const person = room.details.participants.find(({ participant }) => participant === who.client.participant)!;
    handle.accept({ type: "participant", time: 0, participant: { ...person, role } });
    await settle();
  };
  /** Types a secret and deletes it, in the middle of what stays. */
  const keepASecret = async (): Promise<void> => {
    await edit(0, 0, "kept");
    await edit(2, 2, "secret");
    await edit(2, 8);
    await edit(4, 4, " more");
  };
  return {
    room,
    store,
    handle,
    ed,
    edit,
    open,
    enterWith,
    become,
    keepASecret,
    rest: () => settleTurns(clock),
    text: () => text.toString(),
  };
}

const lastFile = (outlet: TestOutlet): FileMessage | undefined => outlet.of("file").at(-1);
/** The text that somebody has who had `text` and is sent this. */
const after = (text: string, { change }: FileMessage): string =>
  ChangeSet.fromJSON(change)
    .apply(Text.of(text.split("\n")))
    .toString();

describe("a viewer", () => {
  it("[P86] gets the newest text alone, whatever version they name, by hello and by open", async () => {
    const { open, enterWith, keepASecret, text } = await roomWithEditor();
    await keepASecret();
    const vera = await enterWith("Vera", [{ version: 0 }]);
    expect(lastFile(vera.outlet)).toMatchObject({ version: 0, head: 4, confirmed: 0 });
    expect(after("", lastFile(vera.outlet)!)).toBe("kept more");
    for (const version of [1, 2, 3]) {
      await open(vera, { version });
      const had = ["", "kept", "kesecretpt", "kept"][version]!;
      expect(lastFile(vera.outlet)).toMatchObject({ version, head: 4 });
      expect(after(had, lastFile(vera.outlet)!)).toBe("kept more");
    }
    for (const version of [null, 0, 2, 4]) {
      await open(vera, { version, text: true });
      const newest = { type: "file", file: 1, version: 4, head: 4, text: text(), confirmed: 0 };
      expect(lastFile(vera.outlet)).toEqual(newest);
    }
    expect(vera.outlet.of("file")).toHaveLength(8);
    expect(vera.outlet.of("updates")).toEqual([]);
    expect(JSON.stringify(vera.outlet.messages)).not.toContain("secret");
    await open(vera, { version: 4 });
    expect(lastFile(vera.outlet)).toEqual({ type: "file", file: 1, version: 4, head: 4 });
  });

  it("[P86] is sent live what is typed, as everybody", async () => {
    const { ed, edit, enterWith, keepASecret } = await roomWithEditor();
    await keepASecret();
    const vera = await enterWith("Vera", [{ version: 1 }]);
    await edit(0, 0, "a");
    await edit(0, 1);
    expect(vera.outlet.of("updates")).toEqual(ed.outlet.of("updates").slice(-2));
    expect(vera.outlet.of("file")).toHaveLength(1);
  });

  it("[P86] gets the text where memory does not reach back so far", async () => {
    const { open, enterWith, edit, text } = await roomWithEditor({ recentUpdates: 5 });
    for (let count = 0; count < 40; count++) await edit(0, count % 2, "x");
    const vera = await enterWith("Vera", [{ version: 3 }]);
    expect(lastFile(vera.outlet)).toMatchObject({ version: 40, head: 40, text: text() });
    await open(vera, { version: 38 });
    expect(lastFile(vera.outlet)).toMatchObject({ version: 38, change: expect.anything() });
  });

  it("[P86] gets the text where putting all since together would take long", async () => {
    const { enterWith, edit, text } = await roomWithEditor();
    await edit(0, 0, "x".repeat(90_000));
    for (let count = 0; count < 5; count++) await edit(0, 90_000, `${"y".repeat(90_000 - 1)}${count}`);
    const vera = await enterWith("Vera", [{ version: 0 }]);
    while (!lastFile(vera.outlet)) await settle();
    expect(lastFile(vera.outlet)).toMatchObject({ version: 6, head: 6, text: text() });
  });

  it("[P86] is told how many of their own changes are in it", async () => {
    const { room, open, become, enterWith } = await roomWithEditor();
    const edna = await enterWith("Edna", [{ version: null }]);
    const changes = [[[0, "a"]], [1, [0, "b"]]];
    room.receive(edna.client, { type: "push", file: 1, version: 0, seq: 1, changes }, 0);
    await settle();
    await become(edna, "viewer");
    await open(edna, { version: 1 });
    expect(lastFile(edna.outlet)).toMatchObject({ version: 1, head: 2, change: [1, [0, "b"]], confirmed: 2 });
    await open(edna, { version: 1, text: true });
    expect(lastFile(edna.outlet)).toMatchObject({ version: 2, head: 2, text: "ab", confirmed: 2 });
  });

  it("[P86] [P52] catches up after reading slowly by what is there then", async () => {
    const { room, edit, enterWith, keepASecret, text } = await roomWithEditor();
    await edit(0, 0, "ab");
    const [vera, eve] = [await enterWith("Vera", [{ version: null }]), await enterWith("Eve", [{ version: null }])];
    for (const { outlet } of [vera, eve]) outlet.full = true;
    await keepASecret();
    for (const { outlet, client } of [vera, eve]) {
      outlet.full = false;
      room.drained(client);
    }
    await settle();
    expect(after("ab", lastFile(vera.outlet)!)).toBe(text());
    expect(vera.outlet.of("updates")).toEqual([]);
    expect(JSON.stringify(vera.outlet.messages)).not.toContain("secret");
    expect(eve.outlet.of("file")).toHaveLength(1);
    expect(JSON.stringify(eve.outlet.of("updates"))).toContain("secret");
    await edit(0, 0, "live");
    expect(vera.outlet.of("updates")).toHaveLength(1);
    expect(vera.outlet.of("updates")[0]).toMatchObject({ version: lastFile(vera.outlet)!.head });
  });

  it("[P86] shares one frame with all who come back with them", async () => {
    const { open, enterWith, edit, keepASecret } = await roomWithEditor();
    await keepASecret();
    const viewers = await Promise.all(Array.from({ length: 20 }, (_, index) => enterWith(`Vera ${index}`, [])));
    const frames: Frame[] = [];
    for (const { outlet } of viewers) outlet.send = (frame) => void frames.push(frame);
    for (const viewer of viewers) await open(viewer, { version: 1 });
    expect(frames).toHaveLength(20);
    expect(new Set(frames).size).toBe(1);
    await edit(0, 0, "x".repeat(5_000));
    frames.length = 0;
    for (const viewer of viewers) await open(viewer, { version: 0, text: true });
    while (frames.length < 20) await settle();
    expect(new Set(frames).size).toBe(1);
    expect(frames[0]?.deflated).toBeDefined();
  });
});

describe("somebody whose role changes while they are connected", () => {
  it("[P86] sees as much as their role does from then on", async () => {
    const { open, become, enterWith, keepASecret } = await roomWithEditor();
    await keepASecret();
    const eve = await enterWith("Eve", []);
    const seesSecret = async (): Promise<boolean> => {
      eve.outlet.messages.length = 0;
      await open(eve, { version: 1 });
      await open(eve, { version: 2, text: true });
      return JSON.stringify(eve.outlet.messages).includes("secret");
    };
    expect(await seesSecret()).toBe(true);
    await become(eve, "viewer");
    expect(await seesSecret()).toBe(false);
    await become(eve, "owner");
    expect(await seesSecret()).toBe(true);
  });

  it("[P86] is not sent what was asked for before, and is there only when they are a viewer", async () => {
    const { room, store, open, become, enterWith, edit, keepASecret, rest, text } = await roomWithEditor({
      recentUpdates: 5,
    });
    await keepASecret();
    for (let count = 0; count < 40; count++) await edit(0, count % 2, "x");
    const [eve, edna, enid] = await Promise.all(["Eve", "Edna", "Enid"].map((name) => enterWith(name, [])));
    store.slow = true;
    await open(eve!, { version: 2, text: true });
    await rest();
    await open(edna!, { version: 1 });
    await open(enid!, { version: 1 });
    for (const one of [eve!, edna!]) await become(one, "viewer");
    await store.letGo();
    await rest();
    for (const { outlet } of [eve!, edna!]) {
      expect(outlet.of("file").at(-1)).toMatchObject({ version: 44, text: text() });
      expect(JSON.stringify(outlet.messages)).not.toContain("secret");
    }
    expect(JSON.stringify(enid!.outlet.of("updates"))).toContain("secret");
    expect(room.audience.size).toBe(4);
  });
});

describe("a deleted file", () => {
  const FILE = { file: 1, name: "main" };

  it("[P20] [P86] is closed to viewers when it is deleted, and is unknown_file until it is put back", async () => {
    const { handle, ed, open, become, enterWith, edit, keepASecret } = await roomWithEditor();
    await keepASecret();
    const [vera, eve] = [await enterWith("Vera", [{ version: null }]), await enterWith("Eve", [{ version: null }])];
    const deleted = { time: 1, participant: 1 };
    const put = async (file: object): Promise<void> => {
      handle.accept({ type: "file", time: 1, participant: 1, file: { ...FILE, ...file } });
      await settle();
    };
    await put({ deleted });
    const closed = { type: "error", code: "unknown_file", file: 1, fatal: false };
    expect(vera.outlet.of("error")).toMatchObject([closed]);
    await edit(0, 0, "unseen");
    for (const wish of [{ version: null }, { version: 0 }, { version: 4, text: true }]) await open(vera, wish);
    const late = await enterWith("Vera the late", [{ version: null }]);
    expect(vera.outlet.of("error")).toHaveLength(4);
    expect(late.outlet.of("error")).toMatchObject([closed]);
    for (const { outlet } of [vera, late]) {
      expect(JSON.stringify(outlet.messages)).not.toContain("unseen");
      expect(outlet.of("updates")).toEqual([]);
    }
    // whoever may edit goes on in it
    for (const { outlet } of [ed, eve]) {
      expect(outlet.of("error")).toEqual([]);
      expect(JSON.stringify(outlet.of("updates"))).toContain("unseen");
    }
    await become(eve, "viewer");
    expect(eve.outlet.of("error")).toMatchObject([closed]);
    await put({});
    await open(vera, { version: 4 });
    expect(lastFile(vera.outlet)).toMatchObject({ version: 4, head: 5 });
  });
});

/** A thing that happens; numbers choose where. */
const step = fc.record({
  what: fc.constantFrom("type", "type", "type", "delete", "delete", "open", "text", "slow", "read", "lower", "raise"),
  who: fc.nat(2),
  at: fc.nat(1_000),
  length: fc.nat(12),
});

describe("whatever happens", () => {
  it("[P86] nothing that is not live says what is not in the newest text, and all end with that", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.constantFrom(3, 2_000), async (steps, recentUpdates) => {
        const { room, edit, open, enterWith, become, rest, text } = await roomWithEditor({ recentUpdates });
        let [words, typed, version] = [0, "", 0];
        const roles: Role[] = ["viewer", "viewer", "editor"];
        const people = await Promise.all(roles.map((role) => enterWith(role === "viewer" ? "Vera" : "Eve", [])));
        const texts = roles.map(() => Text.of([""]));
        const at = roles.map(() => 0);
        const problems: string[] = [];
        people.forEach(({ outlet }, index) => {
          const send = outlet.send.bind(outlet);
          outlet.send = (frame) => {
            send(frame);
            const message = outlet.messages.at(-1)!;
            if (message.type === "updates") {
              const whole = message.updates.map((update) => update.at(-1));
              const isLive = message.version === version - 1 && whole.length === 1;
              if (roles[index] === "viewer" && !isLive) problems.push(`${message.version} is history`);
              for (const change of whole.slice(at[index]! - message.version))
                texts[index] = ChangeSet.fromJSON(change).apply(texts[index]!);
              at[index] = message.version + whole.length;
            }
            if (message.type !== "file") return;
            if (message.text !== undefined) texts[index] = Text.of(message.text.split("\n"));
            if (message.change) texts[index] = ChangeSet.fromJSON(message.change).apply(texts[index]!);
            at[index] = message.change ? message.head : message.version;
            if (roles[index] === "editor") return;
            const said = JSON.stringify([message.text, message.change]);
            for (const [word] of said.matchAll(/<\d+>/g))
              if (!text().includes(word)) problems.push(`${word} is history`);
          };
        });
        for (const one of people) await open(one, { version: null });
        for (const { what, who, at: place, length } of steps) {
          const person = people[who]!;
          const from = Math.min(place % (text().length + 1), text().length);
          if (what === "type") [typed, version] = [`<${++words}>`, version + 1];
          if (what === "type") await edit(from, from, typed);
          const to = Math.min(text().length, from + length);
          if (what === "delete" && to > from) version++;
          if (what === "delete" && to > from) await edit(from, to);
          if (what === "open") await open(person, { version: at[who]! });
          if (what === "text") await open(person, { version: Math.min(version, place), text: true });
          if (what === "slow") person.outlet.full = true;
          if (what === "lower") roles[who] = "viewer";
          if (what === "raise") roles[who] = "editor";
          if (what === "lower" || what === "raise") await become(person, roles[who]!);
          if (what === "read") person.outlet.full = false;
          if (what === "read") room.drained(person.client);
          if (what === "read") await rest();
          await settle();
        }
        for (const { outlet, client } of people) {
          outlet.full = false;
          room.drained(client);
          await rest();
        }
        expect(texts.map(String)).toEqual(people.map(() => text()));
        expect(problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
