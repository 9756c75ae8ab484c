// Code Companion with somebody at its dashboard who looks at all that it has: what that costs beside `ours`. Knows no scenario.
import { ADMIN_TOKEN, Operator } from "../../server/test/operator.ts";
import type { Contestant } from "./contestant.ts";
import { ours } from "./ours.ts";

/** What the tabs ask for, all of them at once and as often as the quickest. */
const LOOKS = ["minutes", "features", "events", "abuse", "rooms?by=busiest&page=0"];
const EVERY_MS = 5_000;

async function watch(port: number): Promise<() => void> {
  const operator = await Operator.signedIn(`http://127.0.0.1:${port}`);
  const over = new AbortController();
  /** The stream has an overview every 2 s, and each event. */
  const listen = async (): Promise<void> => {
    try {
      for await (const { event } of operator.live(over.signal)) if (event === "signed-out") throw new Error(event);
    } catch (error) {
      if (!over.signal.aborted) throw error;
    }
  };
  void listen();
  const timer = setInterval(() => void Promise.all(LOOKS.map((path) => operator.look(path))), EVERY_MS);
  return () => {
    over.abort();
    clearInterval(timer);
  };
}

export const oursDashboard: Contestant = {
  ...ours,
  name: "ours-dashboard",
  server(dataDir) {
    const { env, ...command } = ours.server(dataDir);
    return { ...command, env: { ...env, ADMIN_TOKEN } };
  },
  watch,
};
