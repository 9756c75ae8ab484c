// What the page is told of what goes wrong beside it.
import { expect, it, jest } from "@jest/globals";
import { RemoteWeaves, type Thread } from "./remoteWeaves.ts";
import type { FromWorker, ToWorker } from "./weaveWorker.ts";

/** Answers each message with this problem. */
class Failing implements Thread {
  onmessage: Thread["onmessage"] = null;
  onerror: Thread["onerror"] = null;
  readonly #problem: { readonly code?: string; readonly message: string };

  constructor(problem: { readonly code?: string; readonly message: string }) {
    this.#problem = problem;
  }

  postMessage(message: ToWorker): void {
    if (!("id" in message)) return;
    const data: FromWorker = { id: message.id, problem: this.#problem };
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }

  terminate(): void {}
}

const asked = (problem: { readonly code?: string; readonly message: string }): Promise<unknown> =>
  new RemoteWeaves(new Failing(problem)).read(1, { url: "/log", key: undefined }, []);

it("[V315] a thread that could not be loaded answers nobody, and whoever asks it later is told at once", async () => {
  const thread = { onmessage: null, onerror: null, postMessage() {}, terminate: jest.fn() } as Thread;
  const weave = new RemoteWeaves(thread);
  const read = weave.read(1, { url: "/log", key: undefined }, []);
  expect(weave.isDead).toBe(false);
  thread.onerror?.({} as ErrorEvent);
  await expect(read).rejects.toMatchObject({ code: "unreachable" });
  await expect(weave.ask(1, "text", 0)).rejects.toMatchObject({ code: "unreachable" });
  expect(weave.isDead).toBe(true);
  expect(thread.terminate).toHaveBeenCalled();
});

it("[V315] an answer that did not come, what the server refuses, and a defect are told apart", async () => {
  const reported = jest.fn();
  globalThis.reportError = reported;
  await expect(asked({ code: "unreachable", message: "" })).rejects.toMatchObject({ code: "unreachable" });
  await expect(asked({ code: "not_owner", message: "Only owners." })).rejects.toMatchObject({ code: "not_owner" });
  expect(reported).not.toHaveBeenCalled();
  await expect(asked({ message: "invariant: no such version" })).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("a fault of ours"),
  });
  expect(reported).toHaveBeenCalledTimes(1);
});
