// One tab's chat against the real other half: what is sent again, what is unread, what is told, what a reload keeps.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "@jest/globals";
import serverChat from "../../../server/features/chat/index.ts";
import type { ServerChatMessage } from "../../../server/features/chat/messages.ts";
import type { RoomHooks } from "../../../server/features/feature.ts";
import { FeatureRoom } from "../../../server/features/featureRoom.ts";
import type { RoomPort } from "../../../server/rooms/roomPort.ts";
import { CommitLoop } from "../../../server/rooms/log/commitLoop.ts";
import { DEFAULT_LIMITS } from "../../../server/protocol/limits.ts";
import { newRoomDocument } from "../../../server/rooms/log/roomDocument.ts";
import { MemoryDisk, MemoryStore } from "../../../server/store/memory/memoryStore.ts";
import { settle, SimClock } from "../../../server/test/fuzz/simNetwork.ts";
import { TestLog } from "../../../server/test/harness.ts";
import { NO_BOUND } from "../../../server/test/noBound.ts";
import { FullStorage, MapStorage } from "../../../server/test/mapStorage.ts";
import { SafeStorage } from "../../stored.ts";
import type { SyncStatus } from "../../sync/ports.ts";
import { RoomPeople } from "../../ui/room/people/roomPeople.ts";
import { ChatMemory } from "./chatMemory.ts";
import { ChatModel } from "./chatModel.ts";

const ROOM = "a-room";

/** The server's half of one room with its tabs. */
class TestRoom {
  readonly clock = new SimClock();
  readonly #feature: RoomHooks;
  readonly tabs = new Map<number, Tab>();
  readonly details = newRoomDocument({ roomId: ROOM, dateCreated: 1, programmingLanguage: "Python" }, "Olga", "hash");

  constructor(disk: MemoryDisk) {
    const store = new MemoryStore(disk);
    const commitLoop = new CommitLoop({
      store,
      clock: this.clock,
      logger: new TestLog(),
      timeoutMs: 10_000,
      writeBudgets: NO_BOUND,
    });
    const person = { participant: 2, name: "Ben", role: "editor", colour: 1, dateJoined: 1 } as const;
    const details = { ...this.details, participants: [...this.details.participants, person] };
    this.details = details;
    const outlet = { full: false, work: async <Result>(run: () => Result): Promise<Result> => run() };
    const { tabs } = this;
    const audience = {
      tellAll: ({ data }: { data: unknown }) => this.tabs.forEach((tab) => tab.hear(data)),
      get: (client: number) => this.tabs.get(client) && { client, welcomed: true, outlet },
      tell: ({ client }: { client: number }, { data }: { data: unknown }) => this.tabs.get(client)?.hear(data),
      get here() {
        return [...tabs.values()].map(({ client, participant }) => ({ client, participant, address: ROOM }));
      },
      tellEach: (clients: readonly { client: number }[], { data }: { data: unknown }) =>
        clients.forEach(({ client }) => this.tabs.get(client)?.hear(data)),
    };
    // all of a room that the chat asks for
    const live = {
      limits: DEFAULT_LIMITS,
      log: { accepted: details, durable: details, settled: async () => {} },
      audience,
      failed() {},
    };
    const services = {
      store,
      values: store.values,
      commitLoop,
      clock: this.clock,
      isShared: false,
      logger: new TestLog(),
    };
    this.#feature = serverChat.open!(
      new FeatureRoom(live as unknown as RoomPort, services, serverChat, (run) => run()),
    );
  }

  join(tab: Tab): void {
    this.tabs.set(tab.client, tab);
    this.#feature.joined?.(tab);
  }

  take(tab: Tab, data: unknown): void {
    void this.#feature.message?.(
      { client: tab.client, participant: tab.participant, address: ROOM },
      JSON.parse(JSON.stringify(data)),
    );
  }
}

let disk: MemoryDisk;
let room: TestRoom;
let made = 0;

/** One open tab: its model and what its storages keep. */
class Tab {
  readonly client: number;
  readonly participant: number;
  readonly browser: MapStorage;
  readonly session: MapStorage;
  readonly shown: string[] = [];
  leadThere = (): void => {};
  readonly sent: unknown[] = [];
  readonly status = signal<SyncStatus>({ state: "saved" });
  readonly model: ChatModel;
  /** what the assistant was asked */
  readonly asked: string[] = [];
  /** what is sent and what is heard gets through */
  isConnected = true;
  isVisible = true;

  constructor(participant: number, browser = new MapStorage(), session = new MapStorage()) {
    this.client = ++made;
    this.participant = participant;
    this.browser = browser;
    this.session = session;
    const details = signal(room.details);
    const people = new RoomPeople({ room: details, robot: () => undefined, go: () => {} });
    people.you.value = { client: this.client, participant, role: participant === 1 ? "owner" : "editor" };
    this.model = new ChatModel(
      {
        roomId: ROOM,
        room: details,
        people,
        status: this.status,
        addressed: signal({
          name: "Assistant",
          sends: (text: string) => `Sends: main.py with ${text}`,
          ask: (text: string) => void this.asked.push(text),
        }),
        tabs: { shown: signal(1) },
        view: { goToLine: () => {} },
        workbench: { isPhone: signal(false) },
        send: (data) => {
          this.sent.push(data);
          if (this.isConnected) room.take(this, data);
        },
      },
      {
        memory: new ChatMemory(new SafeStorage(() => browser), new SafeStorage(() => session)),
        newId: () => `id-${++made}`.padEnd(16, "-"),
        after: (ms, run) => room.clock.after(ms, run),
        isVisible: () => this.isVisible,
        open: () => this.model.setOpen(true),
        uncover: () => {},
        next: (run) => run(),
        show: (sentence) => void this.shown.push(sentence),
        mentioned: (sentence, go) => {
          this.shown.push(sentence);
          this.leadThere = go;
        },
      },
    );
  }

  static async enter(...args: ConstructorParameters<typeof Tab>): Promise<Tab> {
    const tab = new Tab(...args);
    room.join(tab);
    await settle();
    return tab;
  }

  hear(data: unknown): void {
    if (this.isConnected) this.model.message(JSON.parse(JSON.stringify(data)) as ServerChatMessage);
  }

  async say(text: string): Promise<void> {
    this.model.write(text);
    this.model.submit();
    await settle();
    room.clock.advance(5);
    await settle();
  }

  /** The connection is back: the server greets the tab anew. */
  async reconnect(): Promise<void> {
    this.isConnected = true;
    room.join(this);
    await settle();
    room.clock.advance(5);
    await settle();
  }

  get texts(): readonly string[] {
    return this.model.reading.value.messages.map(({ text }) => text);
  }
}

beforeEach(async () => {
  disk = new MemoryDisk();
  room = new TestRoom(disk);
  await new MemoryStore(disk).createRoom(room.details, Infinity);
});

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 200) throw new Error("it never holds");
    room.clock.advance(5);
    await settle();
  }
};

describe("the chat of a tab", () => {
  it("[T8] says one thing after the other, each until it is kept", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    for (const text of ["one", "two", "three"]) {
      olga.model.write(text);
      olga.model.submit();
    }
    expect(olga.sent.filter((data) => (data as { type: string }).type === "say")).toHaveLength(1);
    await until(() => olga.model.outbox.value.length === 0);
    expect(ben.texts).toEqual(["one", "two", "three"]);
    expect(olga.texts).toEqual(["one", "two", "three"]);
  });

  it("[T16] what begins with the assistant's name is said, and asked once", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    const sends: unknown[] = [];
    for (const text of ["@Assistant why?", "@assistant", "why, @Assistant?"]) {
      olga.model.write(text);
      sends.push(olga.model.sends);
      olga.model.submit();
    }
    await until(() => olga.model.outbox.value.length === 0);
    expect(ben.texts).toEqual(["@Assistant why?", "@assistant", "why, @Assistant?"]);
    expect([olga.asked, ben.asked]).toEqual([["why?"], []]);
    // and is said before to whom it goes
    expect(sends).toEqual(["Sends: main.py with why?", "Sends: main.py with ", undefined]);
    expect(olga.model.sends).toBeUndefined();
  });

  it("[T12] what is said without a connection is sent once when it is back", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    olga.isConnected = false;
    await olga.say("lost on the way there");
    room.clock.advance(60_000);
    expect(olga.model.outbox.value).toHaveLength(1);
    await olga.reconnect();
    expect(olga.model.outbox.value).toEqual([]);
    expect(ben.texts).toEqual(["lost on the way there"]);
  });

  it("[T12] [T3] what was kept and whose confirmation was lost is not said twice", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    olga.model.write("kept");
    olga.model.submit();
    // it has arrived; nothing comes back
    olga.isConnected = false;
    await until(() => ben.texts.length === 1);
    expect(olga.model.outbox.value).toHaveLength(1);
    await olga.reconnect();
    expect(olga.model.outbox.value).toEqual([]);
    expect(olga.texts).toEqual(["kept"]);
    expect(ben.texts).toEqual(["kept"]);
  });

  it("[T8] an answer that never comes is asked for again", async () => {
    const olga = await Tab.enter(1);
    olga.isConnected = false;
    await olga.say("again");
    olga.isConnected = true;
    room.clock.advance(5_000);
    await until(() => olga.model.outbox.value.length === 0);
    expect(olga.texts).toEqual(["again"]);
  });

  it("[T8] a reload keeps the draft and what is not sent", async () => {
    const olga = await Tab.enter(1);
    olga.isConnected = false;
    await olga.say("unsent");
    olga.model.write("a dr\u00e4ft");
    const again = await Tab.enter(1, olga.browser, olga.session);
    await until(() => again.model.outbox.value.length === 0);
    expect(again.model.draft.value).toBe("a dr\u00e4ft");
    expect(again.texts).toEqual(["unsent"]);
    const otherTab = await Tab.enter(1, olga.browser);
    expect(otherTab.model.draft.value).toBe("");
  });

  it("[T8] storage that fails or holds nonsense is as good as none", async () => {
    const withNonsense = (nonsense: string): MapStorage =>
      Object.assign(new FullStorage(), { getItem: () => nonsense });
    for (const storage of [null as never, withNonsense("{not JSON"), withNonsense('[1,{"a":[]},null]')]) {
      const kept = new SafeStorage(() => storage);
      const memory = new ChatMemory(kept, kept);
      memory.setSeen(ROOM, 5);
      memory.alerts = "none";
      memory.setUnsent(ROOM, { draft: "x", outbox: [] });
      expect([memory.seen(ROOM), memory.alerts, memory.unsent(ROOM)]).toEqual([0, "all", { draft: "", outbox: [] }]);
    }
  });

  it("[T10] counts what others say until it was in sight, over a reload too", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say("one");
    await olga.say("mine");
    await ben.say("two");
    expect(olga.model.unread.value).toBe(2);
    const again = await Tab.enter(1, olga.browser);
    expect(again.model.unread.value).toBe(2);
    again.isVisible = false;
    again.model.setOpen(true);
    expect(again.model.unread.value).toBe(2);
    again.isVisible = true;
    again.model.look();
    expect(again.model.unread.value).toBe(0);
    expect((await Tab.enter(1, olga.browser)).model.unread.value).toBe(0);
    await ben.say("three");
    expect(again.model.unread.value).toBe(0);
    again.model.setOpen(false);
    await ben.say("four");
    expect(again.model.unread.value).toBe(1);
    ben.model.withdraw(ben.model.reading.value.messages.at(-1)!.version);
    await until(() => again.model.unread.value === 0);
  });

  it("[T14] leads whoever is mentioned to the message", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say("hello");
    await ben.say("@Olga look");
    await ben.say("bye");
    olga.leadThere();
    expect(olga.model.isOpen.value).toBe(true);
    const sought = olga.model.reading.value.messages.find(({ version }) => version === olga.model.sought.value);
    expect(sought?.text).toBe("@Olga look");
  });

  it("[T14] [T10] tells whoever is mentioned also where their window has missed it, once, and nothing else of that", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say("heard");
    olga.isConnected = false;
    for (const text of ["missed", "@Olga look", "missed too"]) await ben.say(text);
    await olga.reconnect();
    await until(() => olga.texts.length === 4);
    expect(olga.shown).toEqual(["Ben: heard", "Ben mentioned you: @Olga look"]);
    olga.leadThere();
    const sought = olga.model.reading.value.messages.find(({ version }) => version === olga.model.sought.value);
    expect(sought?.text).toBe("@Olga look");
    await olga.reconnect();
    expect(olga.shown).toHaveLength(2);
    // who comes is not told of what was said before
    const again = await Tab.enter(1, olga.browser);
    again.model.readOlder();
    await until(() => again.texts.length === 4);
    expect(again.shown).toEqual([]);
  });

  it("[T10] tells what comes while it is closed, as far as the person wants", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say(`hello\nall ${"x".repeat(200)}`);
    await ben.say("hi @olga");
    await olga.say("own");
    expect(olga.shown).toEqual([`Ben: hello all ${"x".repeat(80)}…`, "Ben mentioned you: hi @olga"]);
    olga.model.setAlerts("mentions");
    await ben.say("nothing");
    await ben.say("@Olga!");
    olga.model.setAlerts("none");
    await ben.say("@Olga!!");
    expect(olga.shown.slice(2)).toEqual(["Ben mentioned you: @Olga!"]);
    const again = await Tab.enter(1, olga.browser);
    expect(again.model.alerts.value).toBe("none");
    expect(again.shown).toEqual([]);
    again.model.setAlerts("all");
    again.model.setOpen(true);
    await ben.say("seen");
    expect(again.shown).toEqual([]);
  });

  it("[T15] tells of a message without what turns text round or is not seen", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say("@Olga \u202eretteb si siht\u202c\u2067 see\u200b this\u00ad\u3164");
    await ben.say("\u202e\u2066?");
    expect(olga.shown).toEqual(["Ben mentioned you: @Olga retteb si siht see this", "Ben: ?"]);
  });

  it("[T2] [T8] goes back through a long log, past pages in which nothing is said, and catches up after an absence", async () => {
    const said = (at: number) => ({
      type: "said",
      id: `s-${at}`.padEnd(16, "-"),
      participant: 2,
      time: at,
      text: `${at}`,
    });
    const edits = Array.from({ length: 250 }, (_, at) => ({
      type: "edited",
      id: `e-${at}`.padEnd(16, "-"),
      participant: 2,
      time: at,
      message: 3,
      text: `edit ${at}`,
    }));
    const log = [...Array.from({ length: 150 }, (_, at) => said(at)), ...edits];
    const commit = { from: 0, count: log.length, entries: JSON.stringify(log) };
    await new MemoryStore(disk).append([{ stream: { roomId: ROOM, file: 1_000_001 }, ...commit }]);
    const olga = await Tab.enter(1);
    expect(olga.texts).toEqual([]);
    olga.model.setOpen(true);
    await until(() => olga.texts.length > 0 && !olga.model.isLoading.value);
    expect(olga.texts).toEqual(Array.from({ length: 50 }, (_, at) => `${100 + at}`));
    expect(olga.model.hasOlder.value).toBe(true);
    olga.model.readOlder();
    await until(() => olga.texts.length === 150);
    expect(olga.texts[3]).toBe("edit 249");
    expect(olga.model.hasOlder.value).toBe(false);

    const ben = await Tab.enter(2);
    olga.isConnected = false;
    for (let count = 0; count < 130; count++) await ben.say(`new ${count}`);
    await olga.reconnect();
    await until(() => olga.texts.length === 280);
    expect(olga.texts.at(-1)).toBe("new 129");
    olga.isConnected = false;
    for (let count = 0; count < 310; count++) await ben.say(`newer ${count}`);
    await olga.reconnect();
    await until(() => olga.texts.at(-1) === "newer 309" && !olga.model.isLoading.value);
    expect(olga.texts).toHaveLength(100);
    expect(olga.model.hasOlder.value).toBe(true);
  });

  it("[T8] what a full chat does not take any more is given back as the draft, with the server's sentence", async () => {
    const olga = await Tab.enter(1);
    olga.isConnected = false;
    olga.model.write("one too many");
    olga.model.submit();
    expect([olga.model.draft.value, olga.model.outbox.value.length]).toEqual(["", 1]);
    const sentence = "The chat is full. An owner of the room can clear it.";
    olga.model.message({ type: "refused", id: olga.model.outbox.value[0]!.id, why: "full", sentence });
    expect([olga.model.draft.value, olga.model.outbox.value.length]).toEqual(["one too many", 0]);
    expect(olga.shown).toEqual([sentence]);
    // not over what was begun meanwhile
    olga.model.submit();
    olga.model.write("another");
    olga.model.message({ type: "refused", id: olga.model.outbox.value[0]!.id, why: "full", sentence });
    expect(olga.model.draft.value).toBe("another");
  });

  it("[T4] [T5] what is refused is said and given back; a message that goes is no longer edited", async () => {
    const [olga, ben] = [await Tab.enter(1), await Tab.enter(2)];
    await ben.say("text");
    const { version } = ben.model.reading.value.messages[0]!;
    const twin = await Tab.enter(2);
    twin.model.setOpen(true);
    await until(() => twin.texts.length === 1);
    twin.model.editing.value = { message: version, text: "text" };
    ben.model.withdraw(version);
    await until(() => twin.texts[0] === "");
    expect(twin.model.editing.value).toBeUndefined();
    expect(olga.model.reading.value.messages[0]).toMatchObject({ isWithdrawn: true, text: "" });
    twin.model.editing.value = { message: version, text: "too late" };
    twin.model.submit();
    await until(() => twin.model.outbox.value.length === 0);
    expect(twin.shown).toContain("That message can no longer be changed.");
    expect(twin.model.draft.value).toBe("too late");
    ben.model.clear();
    await until(() => ben.model.outbox.value.length === 0);
    expect(ben.shown).toContain("Only an owner can clear the chat.");
    olga.model.clear();
    await until(() => ben.texts.length === 0);
    expect(ben.model.reading.value.cleared).toMatchObject({ participant: 1 });
    expect(ben.model.hasOlder.value).toBe(false);
  });
});
