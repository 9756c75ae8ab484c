// Whose each line is, as the server is asked for it and as it is followed, in an editor without a page.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, EditorState, Facet, StateEffect, type Transaction, type TransactionSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { computed, signal } from "@preact/signals";
import type { Participant } from "#protocol/events.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { sentBlameOf } from "#weave/sentBlame.ts";
import type { BlameAnswer, History } from "../../../../server/features/history/messages.ts";
import { ApiError } from "../../../api.ts";
import { fileSync, receive } from "../../../sync/fileSync.ts";
import type { Past } from "../past.tsx";
import { LoadedHistory } from "../weave/loadedHistory.ts";
import type { BlamePeople } from "./blameGutter.ts";
import type { Runs } from "./runs.ts";
import { blameSlot } from "./slot.ts";
import { words } from "./words.ts";

const blamed = StateEffect.define<Runs>();
const knowing = Facet.define<BlamePeople>();
// what draws it needs a page
jest.unstable_mockModule("./blameGutter.ts", () => ({
  blamed,
  drawAnew: StateEffect.define<null>(),
  blameGutter: (of: BlamePeople) => knowing.of(of),
}));
const said: string[] = [];
jest.unstable_mockModule("../../../ui/parts/notices.tsx", () => ({ show: (text: string) => said.push(text) }));
const { Blame } = await import("./blame.ts");

const ADA: Participant = { participant: 1, name: "Ada", role: "owner", colour: 0, dateJoined: 0 };
const BO: Participant = { ...ADA, participant: 2, name: "Bo" };

beforeEach(
  () => void jest.useFakeTimers({ now: 1_000_000, doNotFake: ["queueMicrotask", "nextTick", "setImmediate"] }),
);
afterEach(() => {
  jest.useRealTimers();
  said.length = 0;
});

/** What is asked and answered goes its way. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Ada's window, who is client 1, on one file with this text, which is hers. */
function window(text: string) {
  const people = [ADA];
  const tabs: [number, number, number][] = [[1, 1, 0]];
  const clients = signal(new Map([[1, ADA]]));
  const asked: { readonly resolve: (answer: BlameAnswer) => void; readonly reject: (problem: ApiError) => void }[] = [];
  let state = stateOf(text, 1);
  let isHere = true;
  let looks = 0;
  const shown: (readonly (readonly [client: number, length: number])[])[] = [];
  const view = {
    get state() {
      return state;
    },
    dispatch(...specs: readonly (TransactionSpec | Transaction)[]) {
      for (const spec of specs) {
        const one = "state" in spec ? (spec as Transaction) : state.update(spec as TransactionSpec);
        state = one.state;
        for (const effect of one.effects) if (effect.is(blamed)) shown.push(wrote(effect.value));
        if (one.docChanged) blame.changed(1, [one]);
      }
    },
  };
  const history = new LoadedHistory({
    async look() {
      looks++;
      return { files: [], tabs: [...tabs], people: [...people], marks: [], entries: [] } as unknown as History;
    },
    filesAt: async () => [],
    blame() {
      return new Promise<BlameAnswer>((resolve, reject) => asked.push({ resolve, reject }));
    },
    log: () => ({ url: "", key: undefined }),
    startThread: () => {
      throw new Error("no log is read");
    },
    failed: () => {},
  });
  const past = {
    room: {
      people: {
        you: signal({ ...ADA, client: 1 }),
        clients,
        person: (participant: number) => (participant === ADA.participant ? ADA : undefined),
      },
      status: signal({ state: "saved" }),
      tabs: { shown: signal(1) },
      room: computed(() => ({ participants: [ADA], files: [{ file: 1 }], dateCreated: 0 })),
    },
    editors: { of: () => (isHere ? (view as unknown as EditorView) : undefined) },
    history,
  };
  const blame = new Blame(past as unknown as Past);
  return {
    blame,
    asked,
    get length() {
      return state.doc.length;
    },
    type: (insert: string) => view.dispatch({ changes: { from: state.doc.length, insert } }),
    hear: (client: number, insert: string) =>
      receive(
        state,
        [{ client, change: ChangeSet.of({ from: state.doc.length, insert }, state.doc.length) }],
        1,
      ).forEach((one) => view.dispatch(one)),
    /** Somebody comes by a tab, of which the history tells from now on. */
    comes(client: number, person: Participant): void {
      people.push(person);
      tabs.push([client, person.participant, 0]);
      clients.value = new Map([...clients.value, [client, person]]);
    },
    leaves(client: number): void {
      clients.value = new Map([...clients.value].filter(([one]) => one !== client));
    },
    /** As the editor is given another text: what it has goes, and comes. */
    showAnew(other: string): void {
      isHere = false;
      blame.changed(1, []);
      state = stateOf(other, 2);
      isHere = true;
      blame.changed(1, []);
    },
    /** how often it was asked what there is */
    get looks() {
      return looks;
    },
    /** What was shown of it, each time by whom how many units are. */
    shown,
    /** as the gutter has it */
    nameOf: (client: number) => state.facet(knowing)[0]?.author(client).name,
  };
}

function wrote(runs: Runs): [number, number][] {
  const found: [number, number][] = [];
  runs.each(0, runs.length, (from, to, origin) => found.push([origin?.written.client ?? 0, to - from]));
  return found;
}

const stateOf = (doc: string, version: number): EditorState =>
  EditorState.create({ doc, extensions: [fileSync(version, () => DEFAULT_LIMITS), blameSlot.of([])] });

/** That the text is of these, so many units each. */
const answerOf = (...stretches: readonly (readonly [client: number, length: number])[]): BlameAnswer => ({
  ...sentBlameOf(
    stretches.map(([client, length]) => {
      const stamp = { client, time: 1_000 };
      return { length, origin: { put: stamp, written: stamp } };
    }),
  ),
  version: 1,
  notes: 0,
});

describe("whose each line is", () => {
  it("[V408] no answer that was asked for before an editor has another text is laid on that", async () => {
    const ada = window("let one = 1;");
    ada.blame.toggle();
    ada.showAnew("let two = 2; let three = 3;");
    await settled();
    expect(ada.asked.length).toBe(2);
    ada.asked[0]!.resolve(answerOf([1, 12]));
    await settled();
    expect(ada.shown).toEqual([]);
    ada.type("!");
    ada.asked[1]!.resolve(answerOf([1, 12], [2, 15]));
    await settled();
    expect(ada.shown).toEqual([
      [
        [1, 12],
        [2, 15],
        [1, 1],
      ],
    ]);
  });

  it("[V408] nobody is said to have written a line of a text that has become another meanwhile", async () => {
    const ada = window("let one = 1;");
    const saying = ada.blame.sayLine();
    ada.showAnew("let two = 2;");
    ada.asked[0]!.resolve(answerOf([1, 12]));
    await saying;
    expect(said).toEqual([words.value.another]);
  });

  it("[V408] an answer of another length is not shown, and asked for again", async () => {
    const ada = window("let one = 1;");
    ada.blame.toggle();
    ada.asked[0]!.resolve(answerOf([1, 3]));
    await settled();
    expect(ada.shown).toEqual([]);
    jest.advanceTimersByTime(10_000);
    expect(ada.asked.length).toBe(2);
  });

  it("[V410] whoever came and left again after it was asked for has their name", async () => {
    const ada = window("one");
    ada.blame.toggle();
    ada.asked[0]!.resolve(answerOf([1, 3]));
    await settled();
    ada.comes(2, BO);
    ada.hear(2, "two");
    ada.leaves(2);
    expect(ada.nameOf(2)).toBe("somebody");
    jest.advanceTimersByTime(1_000);
    ada.asked[1]!.resolve(answerOf([1, 3], [2, 3]));
    await settled();
    expect(ada.nameOf(2)).toBe("Bo");
  });

  it("[V410] of a tab that is nobody's it is asked once", async () => {
    const ada = window("one");
    ada.blame.toggle();
    ada.asked[0]!.resolve(answerOf([9, 3]));
    await settled();
    const { looks } = ada;
    expect(ada.nameOf(9)).toBe("somebody");
    jest.advanceTimersByTime(1_000);
    await settled();
    ada.asked[1]!.resolve(answerOf([9, 3]));
    await settled();
    jest.advanceTimersByTime(10_000);
    expect([ada.nameOf(9), ada.looks, ada.asked.length]).toEqual(["somebody", looks, 2]);
  });

  it("[V313] nothing of it stays beside the code once the server refuses it, or it is ended", async () => {
    const ada = window("one");
    const show = async (): Promise<void> => {
      ada.blame.toggle();
      ada.asked.at(-1)!.resolve(answerOf([1, ada.length]));
      await settled();
      expect(ada.nameOf(1)).toBe("Ada");
    };
    await show();
    ada.hear(2, "long enough to have been there before");
    jest.advanceTimersByTime(1_000);
    ada.asked.at(-1)!.reject(new ApiError("read_only", "You may not see it."));
    await settled();
    expect([ada.blame.isOn.peek(), ada.nameOf(1)]).toEqual([false, undefined]);
    await show();
    ada.blame.off();
    expect([ada.blame.isOn.peek(), ada.nameOf(1)]).toEqual([false, undefined]);
  });

  it("[V419] a refusal is waited out, also while somebody types", async () => {
    const ada = window("one");
    ada.blame.toggle();
    ada.asked[0]!.reject(new ApiError("rate_limited", "Too often.", 60_000));
    await settled();
    for (let key = 0; key < 50; key++) {
      // what is not confirmed is not asked about anyway
      ada.hear(2, key % 10 === 0 ? "long enough to have been there before, so that it is looked up" : "x");
      jest.advanceTimersByTime(1_000);
      await settled();
    }
    expect(ada.asked.length).toBe(1);
  });
});
