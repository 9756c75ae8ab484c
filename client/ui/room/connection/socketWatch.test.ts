// A network that lets HTTP through and no WebSocket is told from one that lets nothing through.
import { describe, expect, it } from "@jest/globals";
import type { OpenSocket } from "../../../sync/ports.ts";
import { SocketWatch } from "./socketWatch.ts";

type Handlers = Parameters<OpenSocket>[0];

/** Sockets that are opened and closed by hand, watched; and a server that answers as it is said. */
function watched(isServerThere: boolean | Error) {
  const state = { isServerThere, asked: 0 };
  const watch = new SocketWatch(async () => {
    state.asked++;
    if (state.isServerThere instanceof Error) throw state.isServerThere;
    return state.isServerThere;
  });
  const opened: Handlers[] = [];
  const heard: string[] = [];
  const open = watch.over((handlers) => {
    opened.push(handlers);
    return { send: (frame) => heard.push(`sent ${frame}`), close: () => heard.push("closed by us") };
  });
  const next = () =>
    open({ opened: () => heard.push("opened"), frame: (data) => heard.push(data), closed: () => heard.push("closed") });
  /** one more socket that ends before it has opened */
  const fail = async (): Promise<void> => {
    next();
    opened.at(-1)!.closed();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { state, watch, opened, heard, next, fail };
}

describe("sockets that do not open", () => {
  it("[B63] while the server answers are stopped on the way, until one opens", async () => {
    const { watch, state, opened, fail, next } = watched(true);
    await fail();
    await fail();
    expect([watch.isStopped.value, state.asked]).toEqual([false, 0]);
    await fail();
    expect([watch.isStopped.value, state.asked]).toEqual([true, 1]);
    next();
    opened.at(-1)!.opened();
    expect(watch.isStopped.value).toBe(false);
    opened.at(-1)!.closed();
    expect(watch.isStopped.value).toBe(false);
  });

  it.each([
    ["takes no rooms", false],
    ["is not there", new Error("no answer")],
  ] as const)("[B63] are an outage like any other where the server %s", async (_what, isServerThere) => {
    const { watch, fail } = watched(isServerThere);
    for (let time = 0; time < 20; time++) await fail();
    expect(watch.isStopped.value).toBe(false);
  });

  it("[B63] are given up by whoever waits for them, which counts as well; the server is asked rarely", async () => {
    const { watch, state, next, fail } = watched(true);
    for (let time = 0; time < 3; time++) {
      next().close();
      await Promise.resolve();
    }
    await Promise.resolve();
    await Promise.resolve();
    expect(watch.isStopped.value).toBe(true);
    state.isServerThere = false;
    for (let time = 0; time < 10; time++) await fail();
    expect([watch.isStopped.value, state.asked]).toEqual([false, 2]);
  });

  it("[B63] that open are as they are", () => {
    const { opened, heard, next, watch } = watched(true);
    const socket = next();
    const [handlers] = opened as [Handlers];
    handlers.opened();
    handlers.frame("a");
    socket.send("b");
    handlers.closed();
    socket.close();
    expect(heard).toEqual(["opened", "a", "sent b", "closed", "closed by us"]);
    expect(watch.isStopped.value).toBe(false);
  });
});
