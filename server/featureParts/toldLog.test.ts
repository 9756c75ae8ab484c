// A feature's log as clients are told of it, in a live room on a clock that is moved by hand.
import { describe, expect, it } from "@jest/globals";
import { roomWithFeature } from "../test/featureRoom.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import type { TestOutlet } from "../test/testOutlet.ts";
import type { LogPage } from "../features/featureLog.ts";
import type { FeatureRoom } from "../features/featureRoom.ts";
import { type ReadingClient, ToldLog } from "./toldLog.ts";

type Entry = { readonly text: string };
type Message =
  | { readonly type: "head"; readonly head: number; readonly isAnew?: true }
  | ({ readonly type: "entries" | "page" } & LogPage<Entry>);

/** What is said in whispers is shown to the first participant alone; the third is told of nothing. */
class Texts extends ToldLog<Entry, Message> {
  protected readonly pageEntries = 3;
  readonly applied: string[] = [];

  constructor(room: FeatureRoom) {
    super(room, "texts");
  }

  protected apply({ entries }: LogPage<Entry>): void {
    for (const entry of entries) if (entry) this.applied.push(entry.text);
  }
  protected opened(): void {
    this.tellHead();
  }
  protected told(): void {}
  protected shown(_version: number, entry: Entry | null): Entry | null {
    return entry;
  }
  protected head(isAnew?: true): Message {
    return { type: "head", head: this.version, ...(isAnew && { isAnew }) };
  }
  protected message(type: "entries" | "page", page: LogPage<Entry>): Message {
    return { type, ...page };
  }
  protected override mayRead({ participant }: ReadingClient): boolean {
    return participant !== 3;
  }
  protected override shownTo({ participant }: ReadingClient, page: LogPage<Entry>): LogPage<Entry> {
    if (participant === 1) return page;
    return { ...page, entries: page.entries.map((entry) => (entry?.text === "whisper" ? { text: "…" } : entry)) };
  }
  purged(): void {
    this.purgeWith(() => this.applied.splice(0));
  }
}

async function open() {
  let log!: Texts;
  const opened = await roomWithFeature((room) => {
    log = new Texts(room);
    return {
      joined: ({ client }) => log.joined(client),
      left: ({ client }) => log.left(client),
      drained: ({ client }) => log.drained(client),
      message: (from, data) => {
        const { from: first, to } = data as { readonly from: number; readonly to: number };
        return log.tell(from, first, to);
      },
    };
  });
  const say = async (...texts: readonly string[]): Promise<void> => {
    await log.whenOpen();
    for (const text of texts) log.append({ text });
    await settle();
  };
  const owner = await opened.enter({ key: opened.key });
  const ben = await opened.enter();
  return { ...opened, log, say, owner, ben };
}

const told = (outlet: TestOutlet): Message[] => outlet.of("feature").map(({ data }) => data as Message);
const textsOf = (outlet: TestOutlet): string[] =>
  told(outlet).flatMap((message) => (message.type === "entries" ? message.entries.map((entry) => entry!.text) : []));

describe("a log that a feature tells of", () => {
  it("[F31] stands at nothing, and is not made, where nothing was ever written", async () => {
    const { handle, log, owner, ben, room } = await open();
    expect(told(owner.outlet)).toEqual([{ type: "head", head: 0 }]);
    room.receive(ben.client, { type: "feature", feature: "tested", data: { from: 0, to: 9 } }, 10);
    expect(told(ben.outlet)).toEqual([
      { type: "head", head: 0 },
      { type: "page", from: 0, entries: [] },
    ]);
    await log.whenRead();
    expect(handle.logs).toEqual([]);
  });

  it("[F31] comes to who keeps up, and the others are told where it stands once they do", async () => {
    const { say, room, owner, ben } = await open();
    await say("one");
    ben.outlet.full = true;
    await say("two");
    ben.outlet.full = false;
    await say("three");
    expect(textsOf(owner.outlet)).toEqual(["one", "two", "three"]);
    expect(textsOf(ben.outlet)).toEqual(["one"]);
    room.drained(ben.client);
    expect(told(ben.outlet).at(-1)).toEqual({ type: "head", head: 3 });
    room.drained(ben.client);
    await say("four");
    expect(textsOf(ben.outlet)).toEqual(["one", "four"]);
    expect(told(ben.outlet).filter(({ type }) => type === "head")).toHaveLength(3);
  });

  it("[F31] is told to each as they may see it, and of those who may read nothing to none", async () => {
    const { say, enter, room, owner, ben } = await open();
    const eve = await enter({ name: "Eve" });
    await say("aloud", "whisper");
    room.receive(eve.client, { type: "feature", feature: "tested", data: { from: 0, to: 9 } }, 10);
    room.receive(ben.client, { type: "feature", feature: "tested", data: { from: 0, to: 9 } }, 10);
    await settle();
    expect(textsOf(owner.outlet)).toEqual(["aloud", "whisper"]);
    expect(textsOf(ben.outlet)).toEqual(["aloud", "…"]);
    expect(told(ben.outlet).at(-1)).toEqual({ type: "page", from: 0, entries: [{ text: "aloud" }, { text: "…" }] });
    expect(told(eve.outlet).filter(({ type }) => type !== "head")).toEqual([]);
  });

  it("[F31] comes in several messages where it is long, and so do pages, which have few entries", async () => {
    const { say, room, owner, ben } = await open();
    const long = "x".repeat(100_000);
    await say(...Array.from({ length: 5 }, () => long), "end");
    const lengths = told(owner.outlet).flatMap((message) => (message.type === "entries" ? message.entries.length : []));
    expect(Math.max(...lengths)).toBe(2);
    expect(textsOf(owner.outlet)).toEqual([long, long, long, long, long, "end"]);
    const read = async (from: number, to: number): Promise<number> => {
      room.receive(ben.client, { type: "feature", feature: "tested", data: { from, to } }, 10);
      await settle();
      const page = told(ben.outlet).at(-1)!;
      return page.type === "page" ? page.entries.length : -1;
    };
    expect(await read(0, 6)).toBe(2);
    await say("1", "2", "3", "4");
    expect(await read(6, 10)).toBe(3);
  });

  it("[F31] is read anew by everybody once files were deleted for good, where there is any of it", async () => {
    const { say, log, owner, ben } = await open();
    log.purged();
    await say("secret");
    expect(told(owner.outlet).filter((message) => "isAnew" in message)).toEqual([]);
    log.purged();
    expect(log.applied).toEqual([]);
    for (const { outlet } of [owner, ben]) expect(told(outlet).at(-1)).toEqual({ type: "head", head: 1, isAnew: true });
  });
});
