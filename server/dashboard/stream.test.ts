// The stream of what happens, for a reader who takes nothing for a while.
import { EventEmitter } from "node:events";
import { describe, expect, it } from "@jest/globals";
import type { Response } from "express";
import { SimClock } from "../test/fuzz/simNetwork.ts";
import { LOOK_EVERY_MS, MOST_STREAMS } from "./bounds.ts";
import { Happenings } from "./happenings.ts";
import type { Overview } from "./messages.ts";
import { EventStreams } from "./stream.ts";

/** An answer whose reader may be slow. */
class FakeResponse extends EventEmitter {
  readonly written: string[] = [];
  writableNeedDrain = false;
  writableEnded = false;
  destroyed = false;
  writeHead = (): this => this;
  flushHeaders(): void {}
  setTimeout(): void {}
  write(text: string): void {
    this.written.push(/^event: (.*)\ndata: (?:\d+$)?/m.exec(text)?.[1] ?? text);
    if (text.startsWith("event: missed")) this.written.push(text.split("data: ")[1]!.trim());
  }
  end(): void {
    this.writableEnded = true;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a reader who goes", () => {
  it("[O49] gives the place back, also before the first that they are told is there; places are taken before that", async () => {
    let answer = (): void => {};
    const happenings = new Happenings("a", new SimClock());
    const streams = new EventStreams({
      clock: new SimClock(),
      happenings,
      overview: async () => ({ now: 1 }) as Overview,
      elsewhere: () => new Promise((resolve) => (answer = () => resolve([]))),
    });
    const open = (response: FakeResponse): Promise<void> =>
      streams.open(response as unknown as Response, "g", async () => {});
    const leave = (response: FakeResponse): void => {
      response.destroyed = true;
      response.emit("close");
    };
    for (let count = 0; count < MOST_STREAMS + 5; count++) {
      const response = new FakeResponse();
      const opened = open(response);
      leave(response);
      answer();
      await opened;
      expect(response.written).toEqual([]);
    }
    const gone = new FakeResponse();
    leave(gone);
    await open(gone);
    const here = Array.from({ length: MOST_STREAMS }, () => new FakeResponse());
    for (const response of here) {
      const opened = open(response);
      answer();
      await opened;
    }
    await expect(open(new FakeResponse())).rejects.toMatchObject({ told: { code: "admin.too_many_streams" } });
    leave(here[0]!);
    // as many as there are places, none of whom is told anything yet
    const coming = new FakeResponse();
    void open(coming);
    await expect(open(new FakeResponse())).rejects.toMatchObject({ told: { code: "admin.too_many_streams" } });
    answer();
    await turn();
    expect(coming.written).toEqual(["overview"]);
    streams.close();
    happenings.close();
  });
});

describe("a slow reader", () => {
  it("[O49] is left out of what it does not take, and told how much that was; nothing waits for it in memory", async () => {
    const clock = new SimClock();
    const happenings = new Happenings("a", clock);
    const streams = new EventStreams({
      clock,
      happenings,
      overview: async () => ({ now: 1 }) as Overview,
      elsewhere: async () => [],
    });
    const [slow, quick] = [new FakeResponse(), new FakeResponse()];
    for (const response of [slow, quick]) await streams.open(response as unknown as Response, "g", async () => {});
    slow.writableNeedDrain = true;
    for (let count = 0; count < 50; count++) happenings.tell({ kind: "made", room: String(count) });
    clock.advance(LOOK_EVERY_MS);
    await turn();
    expect(slow.written).toEqual(["overview"]);
    expect(quick.written).toEqual(["overview", ...Array.from({ length: 50 }, () => "happened"), "overview"]);
    slow.writableNeedDrain = false;
    clock.advance(LOOK_EVERY_MS);
    await turn();
    expect(slow.written).toEqual(["overview", "missed", "50", "overview"]);
    slow.emit("close");
    streams.close();
    expect([slow.writableEnded, quick.writableEnded]).toEqual([false, true]);
    happenings.close();
  });
});
