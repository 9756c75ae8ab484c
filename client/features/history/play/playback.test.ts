// The past of a room of two files, by the model alone: what is read, what is over the code, and what others say meanwhile. The thread is of the test's own.
import { describe, expect, it, jest } from "@jest/globals";
import { signal } from "@preact/signals";
import type { History } from "../../../../server/features/history/messages.ts";
import { ApiError } from "../../../api.ts";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import { Playback } from "./playback.ts";
import { LoadedHistory } from "../weave/loadedHistory.ts";
import { roomWithTabs } from "../test/tabs.ts";
import type { FromWorker, ToWorker } from "../weave/weaveWorker.ts";
import type { Thread } from "../weave/remoteWeaves.ts";

/** Which client typed a letter, and when, by the number of the file. */
type Logs = Record<number, (readonly [client: number, time: number])[]>;

class TestThread implements Thread {
  onmessage: Thread["onmessage"] = null;
  onerror: Thread["onerror"] = null;
  readonly #logs: Logs;
  readonly #read = new Map<number, number>();
  /** what the next reading is refused with */
  refusal: string | undefined;

  constructor(logs: Logs) {
    this.#logs = logs;
  }

  postMessage(message: ToWorker): void {
    if (!("id" in message)) return;
    const { id, file } = message;
    if (this.refusal !== undefined)
      return this.#say({ id, problem: { code: this.refusal, message: "Try again soon." } });
    const log = this.#logs[file] ?? [];
    const news = log.slice(this.#read.get(file) ?? 0);
    this.#read.set(file, log.length);
    if (news.length > 0)
      this.#say({
        file,
        edits: {
          authors: Uint32Array.from(news, ([client]) => client),
          times: Float64Array.from(news, ([, time]) => time),
          inserted: new Uint32Array(news.length).fill(1),
          carets: new Uint32Array(news.length).fill(1),
        },
      });
    return this.#say({ id, answer: undefined });
  }

  terminate(): void {}

  #say(data: FromWorker): void {
    queueMicrotask(() => this.onmessage?.({ data } as MessageEvent<FromWorker>));
  }
}

const person = (participant: number, name: string) =>
  ({ participant, name, role: "editor", colour: 0, dateJoined: 0 }) as const;

async function started(logs: Logs, { deleted = [] as readonly number[], role = "editor", isWanted = true } = {}) {
  const thread = new TestThread(logs);
  const failed: string[] = [];
  const entries: History["entries"] = [];
  const look = async (): Promise<History> => ({
    maySee: "editors",
    links: false,
    files: Object.entries(logs).map(([file, log]) => ({
      file: Number(file),
      path: `${file}.js`,
      version: log.length,
      ...(deleted.includes(Number(file)) && { deleted: { time: 5_000, participant: 1 } }),
    })),
    tabs: [
      [7, 1, 0],
      [8, 2, 0],
      [9, 2, 0],
    ],
    people: [person(1, "Ann"), person(2, "Bo")],
    marks: [],
    entries,
  });
  const history = new LoadedHistory({
    look,
    filesAt: () => Promise.resolve([]),
    blame: (_file, version) =>
      Promise.resolve({
        version,
        notes: 0,
        lengths: [3],
        putBy: [7],
        putAt: [9],
        copies: [],
        writtenBy: [],
        writtenAt: [],
      }),
    log: () => ({ url: "", key: undefined }),
    startThread: () => thread,
    failed: (sentence) => failed.push(sentence),
  });
  const waiting: (() => void)[] = [];
  const { room: details, tabs } = roomWithTabs(Object.keys(logs).map(Number), { deleted });
  const { shown } = tabs;
  const room = {
    room: details,
    tabs,
    people: { you: signal({ client: 1, participant: 1, role }) },
  } as unknown as PageRoom;
  const playback = new Playback(room, history, {
    frame: () => () => {},
    after(_ms, run) {
      waiting.push(run);
      return () => void waiting.splice(waiting.indexOf(run), waiting.includes(run) ? 1 : 0);
    },
    well: () => (failed.length = 0),
    failed: (problem) => failed.push(problem instanceof ApiError ? problem.message : String(problem)),
  });
  const turn = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    for (const run of waiting.splice(0)) run();
  };
  /** Lets everything be read, and the track grow. */
  const settle = async (): Promise<void> => {
    for (let count = 0; count < 10; count++) await turn();
  };
  playback.isWanted.value = isWanted;
  await playback.refresh();
  await settle();
  return { thread, playback, history, tabs, shown, failed, details, settle, turn };
}

const TWO: Logs = {
  1: [
    [7, 1_000],
    [7, 3_000],
  ],
  2: [
    [8, 2_000],
    [9, 4_000],
  ],
};

describe("the past of a room", () => {
  it("[V311] goes from file to file with the edits; who looks at another sees that at the same moment", async () => {
    const { playback, shown } = await started(structuredClone(TWO));
    const { player } = playback;
    const seen = [1, 2, 3, 4].map((count) => {
      player.seekCount(count);
      const one = playback.shown.peek();
      return [shown.peek(), one?.file.file, one?.version];
    });
    expect(seen).toEqual([
      [1, 1, 1],
      [2, 2, 1],
      [1, 1, 2],
      [2, 2, 2],
    ]);
    player.seekCount(3);
    shown.value = 2;
    expect(playback.shown.peek()).toMatchObject({ file: { file: 2 }, version: 1 });
    playback.close();
  });

  it("[V306] has files that were deleted since, and leaves them with the past; a viewer has none of them", async () => {
    const { playback, shown } = await started(structuredClone(TWO), { deleted: [2] });
    expect(playback.player.track.peek().length).toBe(4);
    playback.player.seekCount(2);
    expect(playback.shown.peek()).toMatchObject({ file: { file: 2 }, version: 1 });
    playback.backToNow();
    expect(shown.peek()).toBe(1);
    playback.close();
    const viewer = await started(structuredClone(TWO), { deleted: [2], role: "viewer" });
    expect(viewer.playback.player.track.peek().length).toBe(2);
    viewer.playback.close();
  });

  it("[V318] does not go to a file that was deleted for good while it is on the time line still", async () => {
    const { playback, shown, details } = await started(TWO);
    playback.player.seekCount(1);
    details.value = {
      ...details.value,
      files: details.value.files.map((one) => (one.file === 2 ? { ...one, purged: true } : one)),
    };
    playback.player.seekCount(4);
    expect(shown.value).toBe(1);
    playback.player.seekCount(3);
    expect(shown.value).toBe(1);
  });

  it("[V320] goes back to the file where the person was, and takes the tabs along that it has opened", async () => {
    const { playback, tabs } = await started(structuredClone(TWO));
    playback.player.seekCount(2);
    playback.player.seekCount(4);
    expect([tabs.shown.peek(), tabs.all.peek()]).toEqual([2, [1, 2]]);
    playback.backToNow();
    expect([tabs.shown.peek(), tabs.all.peek()]).toEqual([1, [1]]);
    playback.player.seekCount(2);
    // where something of it was brought back
    playback.backToNow(2);
    expect([tabs.shown.peek(), tabs.all.peek()]).toEqual([2, [1, 2]]);
    playback.close();
  });

  it("[V311] stays in the file that is shown where that alone is played", async () => {
    const { playback, shown, settle } = await started(structuredClone(TWO));
    playback.scope.value = "file";
    await settle();
    expect(playback.player.track.peek().length).toBe(2);
    playback.player.seekCount(1);
    shown.value = 2;
    await settle();
    // at the same time nothing was typed there yet
    expect(playback.shown.peek()).toMatchObject({ file: { file: 2 }, version: 0 });
    expect(shown.peek()).toBe(2);
    playback.close();
  });

  it("[V310] has what was typed meanwhile once it is read on, and knows whose every tab was", async () => {
    const logs = structuredClone(TWO);
    const { playback, history, settle } = await started(logs);
    playback.player.seekCount(2);
    const { time } = playback.player.moment.peek()!;
    logs[1]!.push([7, 9_000]);
    playback.readOnSoon();
    await settle();
    expect(playback.player.track.peek().length).toBe(5);
    expect(playback.player.moment.peek()).toMatchObject({ count: 2, time });
    expect([7, 8, 9, 10].map((client) => history.personOf(client)?.name)).toEqual(["Ann", "Bo", "Bo", undefined]);
    playback.close();
  });

  it("[V310] reads once more what came while it waited to read on, and nothing once it is shut", async () => {
    const logs = structuredClone(TWO);
    const { playback, settle, turn } = await started(logs);
    playback.readOnSoon();
    playback.readOnSoon();
    await turn();
    await new Promise((resolve) => setImmediate(resolve));
    // saved only now
    logs[1]!.push([7, 9_000]);
    await settle();
    expect(playback.player.track.peek().length).toBe(5);
    logs[1]!.push([7, 9_500]);
    playback.readOnSoon();
    playback.stopReadingOn();
    await settle();
    expect(playback.player.track.peek().length).toBe(5);
    playback.close();
  });

  it("[V310] asks for nothing once the room is left, whose editors go after it, and fails no more", async () => {
    const { thread, history, playback, failed, settle } = await started(structuredClone(TWO));
    const refreshed = jest.spyOn(history, "refresh");
    thread.refusal = "room_not_found";
    const asked = playback.refresh();
    playback.close();
    playback.readOnSoon();
    await settle();
    await playback.refresh();
    await asked;
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect(failed).toEqual([]);
  });

  it("[V309] says why a log cannot be read, and reads it when it is asked again", async () => {
    const logs = structuredClone(TWO);
    const { thread, playback, failed, settle } = await started(logs);
    logs[2]!.push([8, 9_000]);
    thread.refusal = "store_unavailable";
    await playback.refresh();
    expect(failed).toEqual(["Try again soon."]);
    thread.refusal = undefined;
    await playback.refresh();
    await settle();
    expect(playback.player.track.peek().length).toBe(5);
    playback.close();
  });

  it("[V419] has no log read before somebody wants to look at it, nor for whose a text is", async () => {
    const { playback, history, settle } = await started(structuredClone(TWO), { isWanted: false });
    const put = { client: 7, time: 9_000 };
    expect(await history.blame(1, 2)).toEqual({ stretches: [{ length: 3, origin: { put, written: put } }], notes: 0 });
    expect(history.personOf(7)?.name).toBe("Ann");
    expect(history.opened.peek()).toEqual([]);
    playback.isWanted.value = true;
    await settle();
    expect(playback.player.track.peek().length).toBe(4);
    playback.close();
  });

  it("[V308] hears what people say of moments, and asks for what it has missed", async () => {
    const { playback, history, settle } = await started(structuredClone(TWO));
    const entry = { type: "named", id: "a", participant: 1, time: 5, at: 5, name: "First" } as const;
    history.message({ type: "told", from: 0, entries: [entry] });
    expect(history.entries.peek()).toEqual([entry]);
    history.message({ type: "told", from: 9, entries: [entry] });
    await settle();
    // as the server has them
    expect(history.entries.peek()).toEqual([]);
    playback.close();
  });
});
