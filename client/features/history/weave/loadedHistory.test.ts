// What a page keeps of a room's history as what it is read by goes, and as files go.
import { describe, expect, it } from "@jest/globals";
import type { History } from "../../../../server/features/history/messages.ts";
import { LoadedHistory } from "./loadedHistory.ts";
import type { Thread } from "./remoteWeaves.ts";
import type { FromWorker, ToWorker } from "./weaveWorker.ts";

/** Reads every file to its end at once, but what was deleted for good. */
class Reading implements Thread {
  onmessage: Thread["onmessage"] = null;
  onerror: Thread["onerror"] = null;
  readonly heard: ToWorker[] = [];
  readonly #isThere: (file: number) => boolean;

  constructor(isThere: (file: number) => boolean) {
    this.#isThere = isThere;
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    if (!("id" in message)) return;
    const { id, file } = message;
    const problem = { code: "unknown_file", message: "" };
    const data: FromWorker = this.#isThere(file) ? { id, answer: undefined } : { id, problem };
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }

  terminate(): void {}
}

/** A room of these files; `startThread` has what reads them. */
function roomOf(numbers: readonly number[], startThread: (isThere: (file: number) => boolean) => Thread) {
  const there = new Set(numbers);
  const listed = new Set(numbers);
  const failed: string[] = [];
  const history = new LoadedHistory({
    async look() {
      const files = [...listed].map((file) => ({ file, path: `${file}.js`, version: 1 }));
      return { files, tabs: [], people: [], marks: [], entries: [] } as unknown as History;
    },
    filesAt: async () => [],
    blame: () => new Promise(() => {}),
    log: (file) => ({ url: `/${file}`, key: undefined }),
    startThread: () => startThread((file) => there.has(file)),
    failed: (sentence) => failed.push(sentence),
  });
  return { history, there, listed, failed };
}

const openedIn = ({ opened }: LoadedHistory): number[] => opened.peek().map(({ file }) => file);

describe("a file that was deleted for good", () => {
  it("[V318] is kept no longer, and the others are read on", async () => {
    let thread: Reading | undefined;
    const { history, there, listed, failed } = roomOf([1, 2], (isThere) => (thread = new Reading(isThere)));
    await history.refresh();
    history.file(1);
    history.file(2);
    // just made, and not listed yet
    there.add(3);
    history.file(3);
    there.delete(2);
    // before it is known to be gone, and after that
    await history.refresh();
    expect(openedIn(history)).toEqual([1, 2, 3]);
    listed.delete(2);
    await history.refresh();
    expect(openedIn(history)).toEqual([1, 3]);
    expect(thread!.heard).toContainEqual({ file: 2, forget: true });
    expect(failed).toEqual([]);
  });
});

describe("a thread that could not be loaded", () => {
  it("[V315] is dropped with the next look, and another one reads all anew", async () => {
    const threads: Reading[] = [];
    const { history, failed } = roomOf([1], (isThere) => {
      const thread = new Reading(isThere);
      if (threads.length === 0) thread.postMessage = () => {};
      threads.push(thread);
      return thread;
    });
    await history.refresh();
    const first = history.file(1);
    threads[0]!.onerror?.({} as ErrorEvent);
    await expect(first.text(0)).rejects.toMatchObject({ code: "unreachable" });
    // not by being asked for it alone: it would go on and on
    expect(history.file(1)).toBe(first);
    expect(threads).toHaveLength(1);
    await history.refresh();
    expect(failed).toHaveLength(1);
    expect(openedIn(history)).toEqual([]);
    await history.file(1).read();
    expect(threads).toHaveLength(2);
    expect(failed).toHaveLength(1);
  });
});
