// When somebody counts as being in a room, in a browser that hides its tabs, loses its connection and sleeps.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { signal } from "@preact/signals";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import type { SyncStatus } from "../../../sync/ports.ts";
import { lastHere } from "./lastHere.ts";
import { noteHere } from "./noteHere.ts";

const MINUTE_MS = 60_000;
const BEGIN = 1_000_000_000;
const stored = new Map<string, string>();
let page = new EventTarget() as EventTarget & { visibilityState: string };
const ends: (() => void)[] = [];

beforeEach(() => {
  jest.useFakeTimers({ now: BEGIN });
  stored.clear();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const globals = { localStorage: storage, document: page, addEventListener: page.addEventListener.bind(page) };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
});

afterEach(() => {
  for (const end of ends.splice(0)) end();
  jest.useRealTimers();
});

/** Ada's tab, with when she was told to have been here last. */
function tab() {
  const status = signal<SyncStatus>({ state: "saved" });
  const told: number[] = [];
  const short: number[] = [];
  ends.push(
    noteHere({ roomId: "room", status } as unknown as PageRoom, (since, isLong) =>
      (isLong ? told : short).push((since - BEGIN) / MINUTE_MS),
    ),
  );
  return {
    told,
    short,
    show(visibilityState: "visible" | "hidden"): void {
      page.visibilityState = visibilityState;
      page.dispatchEvent(new Event("visibilitychange"));
    },
    connect(isThere: boolean): void {
      status.value = { state: isThere ? "saved" : "connecting" };
    },
  };
}

const wait = (minutes: number): void => jest.advanceTimersByTime(minutes * MINUTE_MS);

describe("being here", () => {
  it("[V411] is noted while the page is seen and connected, and not by a tab that is left open", () => {
    const ada = tab();
    const noted = (): number => (lastHere("room")! - BEGIN) / MINUTE_MS;
    wait(30);
    expect([noted(), ada.told]).toEqual([30, []]);
    ada.show("hidden");
    wait(30);
    expect(noted()).toBe(30);
    ada.show("visible");
    expect([noted(), ada.told]).toEqual([60, [30]]);
    ada.connect(false);
    wait(10);
    expect(noted()).toBe(60);
    ada.show("hidden");
    ada.show("visible");
    expect(ada.told).toEqual([30]);
    ada.connect(true);
    expect([noted(), ada.told]).toEqual([70, [30, 60]]);
    // who looks away for a moment may ask what they have missed
    expect(ada.short).toEqual([]);
    ada.show("hidden");
    wait(1.9);
    ada.show("visible");
    expect([ada.told, ada.short]).toEqual([[30, 60], [70]]);
    ada.show("hidden");
    wait(2);
    ada.show("visible");
    expect(ada.told).toEqual([30, 60, 71.9]);
    // who stays is not away
    wait(5);
    expect([ada.told.length, ada.short]).toEqual([3, [70]]);
  });

  it("[V411] a machine that slept with the page open was away, and a page that is opened again was too", () => {
    const ada = tab();
    wait(1);
    // no timer of it ran meanwhile
    jest.setSystemTime(BEGIN + 100 * MINUTE_MS);
    wait(1);
    expect(ada.told).toEqual([1]);
    for (const end of ends.splice(0)) end();
    wait(20);
    expect(tab().told).toEqual([101]);
    expect(ada.told).toEqual([1]);
  });
});
