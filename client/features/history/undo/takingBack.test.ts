// Taking edits back: its order, an end in the middle, and nothing where there is nothing.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { EditorState, type TransactionSpec } from "@codemirror/state";
import { signal } from "@preact/signals";
import type { ClientHistoryMessage } from "../../../../server/features/history/messages.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync } from "../../../sync/fileSync.ts";
import { NotTaken } from "../headEdit.ts";
import type { Taken } from "#weave/noted.ts";
import type { Takeback } from "../weave/questions.ts";
import type { Review } from "../review.ts";
import { previewsOf, takeAllBack } from "./takingBack.ts";

const BO = 2;
const wish = { participant: BO, since: 0, until: undefined, isPart: false };

/** Files of one update each, with "spam" at the end that one press takes back. */
class Room {
  /** what was done, in its order */
  readonly done: string[] = [];
  readonly asked: Taken[] = [];
  readonly told: ClientHistoryMessage[] = [];
  readonly states = new Map<number, EditorState>();
  readonly #shown = signal(1);
  readonly #open = signal<readonly number[]>([1]);
  /** most that were open at once */
  mostOpen = 0;
  placesForTabs = 50;
  whenAsked = (): void => {};
  readonly tabs = {
    shown: this.#shown,
    all: this.#open,
    show: (file: number) => {
      this.#shown.value = file;
      const open = [...new Set([...this.#open.peek(), file])];
      this.mostOpen = Math.max(this.mostOpen, open.length);
      // the first makes place
      this.#open.value = open.slice(-this.placesForTabs);
    },
    arrange: (files: readonly number[]) => {
      this.#open.value = files;
    },
    close: (file: number) => {
      this.#open.value = this.#open.peek().filter((one) => one !== file);
      if (this.#shown.peek() === file) this.#shown.value = this.#open.peek()[0]!;
    },
  };

  constructor(files: readonly number[]) {
    for (const file of files) this.set(file, false);
  }

  set(file: number, isReadOnly: boolean): void {
    const extensions = [fileSync(1, () => DEFAULT_LIMITS), EditorState.readOnly.of(isReadOnly)];
    this.states.set(file, EditorState.create({ doc: "codespam", extensions }));
  }

  text(file: number): string {
    return this.states.get(file)!.doc.toString();
  }

  /** As much of a review as is needed. */
  get review(): Review {
    const { states, done } = this;
    return {
      client: 1,
      newId: () => "id",
      telling: { tell: (message: ClientHistoryMessage) => this.told.push(message) },
      editorOf: (file: number) => {
        this.tabs.show(file);
        return Promise.resolve({
          get state() {
            return states.get(file)!;
          },
          dispatch(edit: TransactionSpec) {
            states.set(file, states.get(file)!.update(edit).state);
            done.push(`file ${file}`);
          },
        });
      },
      past: {
        room: { room: signal({ files: [...states.keys()].map((file) => ({ file })) }), tabs: this.tabs },
        history: {
          clientsOf: (participant: number) => [participant * 10],
          file: (file: number) => ({
            file,
            version: { peek: () => 1 },
            read: () => Promise.resolve(),
            countOf: () => 0,
            ask: (_: "undo", base: number, taken: Taken) => Promise.resolve(this.#undo(file, base, taken)),
          }),
        },
      },
    } as unknown as Review;
  }

  #undo(file: number, base: number, taken: Taken): Takeback {
    this.asked.push(taken);
    this.whenAsked();
    const isThere = this.text(file).endsWith("spam");
    const goes = isThere ? [{ at: 4, text: "spam", put: 1, deleted: undefined }] : [];
    return { base, change: isThere ? [4, [4]] : [], goes, comesBack: [], stays: [] };
  }
}

describe("edits that are taken back", () => {
  let room: Room;
  beforeEach(() => {
    room = new Room([1, 2, 3]);
  });
  const eject = () => void room.done.push("out");

  it("[V413] the person goes first, then what they wrote, file by file, and history is told of each", async () => {
    const { goes, comesBack } = await takeAllBack(room.review, { ...wish, files: [1, 2, 3], eject });
    expect(room.done).toEqual(["out", "file 1", "file 2", "file 3"]);
    expect(goes.map(({ text }) => text).join()).toBe("spam,spam,spam");
    expect(comesBack).toEqual([]);
    expect([1, 2, 3].map((file) => room.text(file))).toEqual(["code", "code", "code"]);
    const set = { from: 0, to: 1, participant: BO };
    const made = { base: 1, client: 1, firstSeq: 1, lastSeq: 1, id: "id", set };
    expect(room.told).toEqual([1, 2, 3].map((file) => ({ type: "undone", file, ...made })));
    // what they did by each tab that they ever had
    expect(room.asked[0]).toEqual({ clients: [BO * 10], from: 0, to: 1 });
  });

  it("[V413] a file that cannot be changed ends it, and the next press goes on from there", async () => {
    room.set(2, true);
    const files = [1, 2, 3];
    await expect(takeAllBack(room.review, { ...wish, files, eject })).rejects.toBeInstanceOf(NotTaken);
    expect(room.done).toEqual(["out", "file 1"]);
    expect(room.told).toHaveLength(1);
    room.set(2, false);
    const { goes } = await takeAllBack(room.review, { ...wish, files, eject: undefined });
    expect(room.done).toEqual(["out", "file 1", "file 2", "file 3"]);
    expect(goes).toHaveLength(2);
    expect(room.told.map((message) => "file" in message && message.file)).toEqual([1, 2, 3]);
  });

  it("[V412] each is open for as long as it takes, the person is where they were, and what an undo takes back is known", async () => {
    room.tabs.show(2);
    const { made } = await takeAllBack(room.review, { ...wish, files: [1, 2, 3], eject: undefined });
    expect([room.tabs.shown.peek(), room.tabs.all.peek()]).toEqual([2, [1, 2]]);
    expect(made.map(({ file, firstSeq }) => [file, firstSeq])).toEqual([1, 2, 3].map((file) => [file, 1]));
    room = new Room([1, 2, 3, 4, 5]);
    await takeAllBack(room.review, { ...wish, files: [1, 2, 3, 4, 5], eject: undefined });
    expect(room.mostOpen).toBe(2);
    room = new Room([1, 2, 3, 4, 5]);
    room.tabs.show(2);
    room.placesForTabs = 2;
    await takeAllBack(room.review, { ...wish, files: [1, 2, 3, 4, 5], eject: undefined });
    expect([room.tabs.shown.peek(), room.tabs.all.peek()]).toEqual([2, [1, 2]]);
  });

  it("[V412] are shown first, file by file, and no further than the dialog is open", async () => {
    const dropped = new AbortController();
    const shown = await previewsOf(room.review, [1, 2, 3], wish, dropped.signal);
    expect(shown.map(({ file, takeback }) => [file, takeback.goes.length])).toEqual([1, 2, 3].map((file) => [file, 1]));
    expect(room.asked).toHaveLength(3);
    room.whenAsked = () => dropped.abort(new Error("closed"));
    await expect(previewsOf(room.review, [1, 2, 3], wish, dropped.signal)).rejects.toThrow("closed");
    expect(room.asked).toHaveLength(4);
  });

  it("[V412] nobody is put out where that is not wished, and where there is nothing nobody is told", async () => {
    await takeAllBack(room.review, { ...wish, files: [1], eject: undefined });
    expect(room.done).toEqual(["file 1"]);
    await takeAllBack(room.review, { ...wish, files: [1], eject: undefined });
    expect(room.told).toHaveLength(1);
  });
});
