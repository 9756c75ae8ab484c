// What a runtime has to do with the page, over a port of this process. Knows no frame.
import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { expect, it } from "@jest/globals";
import type { ProgramEnd } from "../messages.ts";
import { serve } from "./host.ts";

it.each([
  [
    "at once",
    () => {
      throw new Error("no");
    },
  ],
  ["later", () => Promise.reject(new Error("no"))],
])("[M54] a run that fails %s has ended", async (_when, run: () => Promise<ProgramEnd>) => {
  let hand!: (event: { ports: unknown[] }) => void;
  Object.assign(globalThis, {
    addEventListener: (_type: string, handed: typeof hand) => (hand = handed),
    removeEventListener: () => {},
  });
  const { port1, port2 } = new MessageChannel();
  try {
    serve({ load: () => Promise.resolve(undefined), run });
    hand({ ports: [port1] });
    port2.postMessage({ type: "run", program: { input: "", inputEnds: true } });
    expect(await once(port2, "message")).toEqual([{ type: "ended", outcome: "load_failed" }]);
  } finally {
    port1.close();
    for (const name of ["addEventListener", "removeEventListener"]) Reflect.deleteProperty(globalThis, name);
  }
});
