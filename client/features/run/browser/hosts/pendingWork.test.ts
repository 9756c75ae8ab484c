// What is still to come of a program, in a scope of its own with a clock of its own. Knows no browser.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { PendingWork, QUIET_MS, type Scope } from "./pendingWork.ts";

describe("pending work", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function watched(more: Partial<Scope> = {}) {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const scope = { setTimeout, clearTimeout, setInterval, clearInterval, ...more } as Scope & typeof globalThis;
    let ends = 0;
    const work = new PendingWork(scope, () => void ends++);
    work.watch();
    return { scope, work, ends: () => ends };
  }
  const pass = (ms = QUIET_MS): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it("[M50] is over a moment after the last of it", async () => {
    const { work, ends } = watched();
    let answer!: () => void;
    const asked = work.until(new Promise<void>((resolve) => (answer = resolve)));
    void work.until(Promise.resolve());
    await pass(1_000);
    expect(ends()).toBe(0);
    answer();
    await asked;
    await pass(QUIET_MS - 1);
    expect(ends()).toBe(0);
    let more!: () => void;
    void work.until(new Promise<void>((resolve) => (more = resolve)));
    await pass(1_000);
    expect(ends()).toBe(0);
    more();
    await pass();
    expect(ends()).toBe(1);
  });

  it("[M50] has timers until they have run or are cleared, by either name", async () => {
    const { scope, work, ends } = watched();
    const ran: string[] = [];
    scope.setTimeout((text: string) => ran.push(text), 100, "late");
    const again = scope.setInterval(() => ran.push("again"), 100);
    void work.until(Promise.resolve());
    await pass(250);
    expect([ran, ends()]).toEqual([["late", "again", "again"], 0]);
    scope.clearTimeout(again);
    await pass();
    expect([ran.length, ends()]).toEqual([3, 1]);
  });

  it("[M50] has what the browser promises, whose errors it catches for nobody", async () => {
    let refuse!: (error: Error) => void;
    class SubtleCrypto {
      digest(): Promise<void> {
        return new Promise((_, reject) => (refuse = reject));
      }
    }
    const { work, ends } = watched({ SubtleCrypto } as unknown as Partial<Scope>);
    void work.until(Promise.resolve());
    const read = new SubtleCrypto().digest();
    await pass(1_000);
    expect(ends()).toBe(0);
    refuse(new Error("no hash"));
    await expect(read).rejects.toThrow("no hash");
    await pass();
    expect(ends()).toBe(1);
  });

  it("[M50] has workers until they are ended, and messages put its end off", async () => {
    class Worker {
      terminate(): void {}
    }
    class MessagePort {
      postMessage(): void {}
    }
    const { scope, work, ends } = watched({ Worker, MessagePort } as unknown as Partial<Scope>);
    const worker = new scope.Worker("");
    void work.until(Promise.resolve());
    await pass(1_000);
    expect(ends()).toBe(0);
    worker.terminate();
    await pass(QUIET_MS - 1);
    new scope.MessagePort().postMessage(1);
    await pass(1);
    expect(ends()).toBe(0);
    await pass();
    expect(ends()).toBe(1);
  });
});
