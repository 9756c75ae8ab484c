// One run of one scenario against one contestant, in a process of its own: `load.ts <scenario> <contestant> <port> [node arguments of the server]`.
// Tells its parent of every server that it starts, and the metrics in the end.
import { loadContestant } from "./servers/contestants.ts";
import { ServerProcess } from "./servers/serverProcess.ts";
import type { Metrics } from "./scenarios/scenario.ts";
import { scenarioNamed } from "./scenarios/scenarios.ts";

/** What the parent is told. */
export type LoadMessage = { readonly server: number; readonly dataDir: string } | { readonly metrics: Metrics };

const tell = (message: LoadMessage): boolean | undefined => process.send?.(message);

const [scenarioName = "", contestantName = "", port = "", quick = "", ...nodeArgs] = process.argv.slice(2);
// Each provider of y-websocket listens for the end of the process.
process.setMaxListeners(0);
const scenario = scenarioNamed(scenarioName);
const contestant = await loadContestant(contestantName);
const allArgs = [...nodeArgs, ...(scenario.nodeArgs ?? [])];
const server: ServerProcess = new ServerProcess(contestant, Number(port), allArgs, (pid) =>
  tell({ server: pid, dataDir: server.dataDir }),
);
try {
  await server.start();
  const leave = await contestant.watch?.(server.port);
  tell({ metrics: await scenario.run({ contestant, server, quick: quick === "quick" }) });
  leave?.();
} finally {
  await server.dispose();
}
process.exit(0);
