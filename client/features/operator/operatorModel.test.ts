// What the operator has said, as a room's page knows it.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { OperatorModel } from "./operatorModel.ts";

const NOW = 1_000_000;
const NOTICE = { text: "Restart at 18:00", since: 7, until: NOW + 60_000 };
const READ_ONLY = { since: 8, reason: "A backup." };

let you: ReturnType<typeof signal<object | undefined>>;
let timers: { readonly ms: number; readonly run: () => void }[];
let again: number;
let model: OperatorModel;

beforeEach(() => {
  you = signal<object | undefined>({});
  timers = [];
  again = 0;
  model = new OperatorModel({ people: { you } } as unknown as PageRoom, {
    now: () => NOW,
    after(ms, run) {
      const timer = { ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
    writableAgain: () => again++,
  });
});

describe("a notice", () => {
  it("[O86] is there until its time is over, and the newest alone", () => {
    model.heard({ type: "standing", notice: NOTICE });
    expect(model.notice.value).toEqual(NOTICE);
    const newer = { text: "Restart at 19:00", since: 9, until: NOW + 90_000 };
    model.heard({ type: "standing", notice: newer, readOnly: READ_ONLY });
    expect([model.notice.value, timers.map(({ ms }) => ms)]).toEqual([newer, [90_000]]);
    timers[0]?.run();
    expect([model.notice.value, model.readOnly.value]).toEqual([undefined, READ_ONLY]);
  });

  it("[O86] is gone when the operator takes it back, also while this page was away", () => {
    model.heard({ type: "standing", notice: NOTICE });
    model.heard({ type: "standing" });
    expect([model.notice.value, timers]).toEqual([undefined, []]);
    model.heard({ type: "standing", notice: NOTICE });
    you.value = {};
    expect(model.notice.value).toBeUndefined();
  });

  it("[O86] that was hidden stays hidden, and another one is shown", () => {
    model.heard({ type: "standing", notice: NOTICE });
    model.hideNotice();
    expect(model.notice.value).toBeUndefined();
    you.value = {};
    model.heard({ type: "standing", notice: NOTICE });
    expect(model.notice.value).toBeUndefined();
    model.heard({ type: "standing", notice: { ...NOTICE, since: 9 } });
    expect(model.notice.value?.since).toBe(9);
  });
});

describe("a server that takes no changes", () => {
  it("[O87] is told with the reason, and so is that it takes some again", () => {
    model.heard({ type: "standing", readOnly: READ_ONLY });
    expect([model.readOnly.value, again]).toEqual([READ_ONLY, 0]);
    model.heard({ type: "standing", notice: NOTICE });
    expect([model.readOnly.value, again]).toEqual([undefined, 1]);
    model.heard({ type: "standing" });
    expect(again).toBe(1);
  });
});

describe("a room that the operator has closed", () => {
  it("[O88] says why", () => {
    model.heard({ type: "ending", reason: "Spam." });
    expect(model.ending.value).toBe("Spam.");
  });

  it("[O86] that is left waits for nothing", () => {
    model.heard({ type: "standing", notice: NOTICE });
    model.close();
    expect(timers).toEqual([]);
  });
});
