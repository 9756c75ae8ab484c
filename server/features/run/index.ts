// Code that runs, for everybody in a room: in the browser of who starts it, or on the server where its operator wants that. Knows no language.
import { resolve } from "node:path";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { paths } from "./openapi.ts";
import { RoomRuns } from "./roomRuns.ts";
import { routes } from "./routes.ts";
import { type Runner } from "./runner.ts";
import type { SandboxOptions } from "./sandbox/sandbox.ts";
import type { RunBounds } from "./underWay.ts";
import { RunFigures } from "./runFigures.ts";
import { boundsOf, RUNNER, settings, SLOTS, TOOLCHAINS } from "./settings.ts";

/** What a second has of messages: a browser that runs something says what it prints. */
const MESSAGES = { perSecond: 40, atOnce: 200 };
/** What of them these count as: starting and asking is a run of processes or of attention, and clearing writes the log anew. */
const COSTS = { run: 40, ask: 40, clear: 80, setting: 20 };

/** Of an address, 120 in a minute. */
const REQUEST_POINTS = 50;

type Opening = (options: SandboxOptions) => Promise<Runner>;

/** Loaded where it is used. */
const openSandbox: Opening = async (options) => (await import("./sandbox/sandbox.ts")).Sandbox.open(options);

/** `open`: what runs code, where that is turned on. */
export function runFeature(open: Opening = openSandbox): Feature {
  let runner: Runner | undefined;
  let bounds: RunBounds | undefined;
  const rooms = new Set<RoomRuns>();
  const figures = new RunFigures();

  function openRoom(room: FeatureRoom): RoomHooks {
    const runs = new RoomRuns(
      room,
      () => runner,
      () => rooms.delete(runs),
      (ended) => figures.note(ended),
      bounds,
    );
    rooms.add(runs);
    return runs;
  }

  return {
    name: "run",
    settings,
    messages: MESSAGES,
    costs: COSTS,
    errors: {
      may_not_run: { like: "read_only", sentence: "You may not run code in this room. Ask its owners." },
      absent: { like: "store_unavailable", sentence: "This server cannot run code." },
    },
    requestPoints: REQUEST_POINTS,
    async start({ logger, setting, dataDir }) {
      const { outputBytes, sources, ...limits } = boundsOf(setting);
      // also of what browsers run
      bounds = { outputBytes, sources };
      if (setting(RUNNER) === "off") return;
      const opened = await open({
        hidden: [resolve(dataDir)],
        toolchains: setting(TOOLCHAINS) as readonly string[],
        slots: (setting(SLOTS) as number) || undefined,
        sources,
        ...limits,
        found: () => rooms.forEach((room) => room.tellServer()),
        failed: (error) => logger.error({ err: error, feature: "run" }, "the sandbox has failed"),
      });
      runner = opened;
      if (opened.absent !== undefined) logger.warn({ feature: "run" }, `no code runs on this server: ${opened.absent}`);
      rooms.forEach((room) => room.tellServer());
    },
    trouble: () => (runner?.absent === undefined ? undefined : `no code runs on this server: ${runner.absent}`),
    figures: () => figures.figures(runner?.underWay),
    open: openRoom,
    writesNothing: ["read", "stop", "end", "phase"],
    routes,
    paths,
    async close() {
      await runner?.close();
      runner = undefined;
    },
  };
}

export default runFeature();
