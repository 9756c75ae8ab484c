// Work in a thread: one that does not come back is ended.
import { describe, expect, it } from "@jest/globals";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { NoAnswer, type Thread, TimedThread } from "./timedThread.ts";

type Echo = Thread<string, string>;

function setUp() {
  const clock = new SimClock();
  const started: Echo[] = [];
  const ended: Echo[] = [];
  const start = (): Echo => {
    const one: Echo = {
      onmessage: null,
      onerror: null,
      postMessage: ({ id, asked }) => {
        if (asked !== "for ever") queueMicrotask(() => one.onmessage?.({ data: { id, answer: asked } } as never));
      },
      terminate: () => void ended.push(one),
    };
    started.push(one);
    return one;
  };
  return { clock, started, ended, thread: new TimedThread({ clock, withinMs: 2_000, start }) };
}

describe("work beside the page", () => {
  it("[B80] is ended when it takes too long, and what is asked next goes to another thread", async () => {
    const { clock, started, ended, thread } = setUp();
    const [first, second, third] = [thread.ask("one"), thread.ask("for ever"), thread.ask("two")];
    expect(await first).toBe("one");
    await new Promise(setImmediate);
    clock.advance(1_999);
    expect(ended).toEqual([]);
    clock.advance(1);
    expect(ended).toEqual([started[0]]);
    await expect(second).rejects.toThrow(NoAnswer);
    expect(await third).toBe("two");
    expect(started).toHaveLength(2);
  });

  it("[B80] whose thread cannot be had is said to have no answer", async () => {
    const { started, thread } = setUp();
    const asked = thread.ask("for ever");
    await new Promise(setImmediate);
    started[0]!.onerror?.({} as never);
    await expect(asked).rejects.toThrow(NoAnswer);
  });
});
