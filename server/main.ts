// Starts the process: settings, store, features, server; stops it on a signal. The only file that names features.
import { fileURLToPath } from "node:url";
import pino from "pino";
import { boundedLogger } from "./boundedLogger.ts";
import { type Config, loadConfig } from "./config.ts";
import assist from "./features/assist/index.ts";
import chat from "./features/chat/index.ts";
import download from "./features/download/index.ts";
import expiry from "./features/expiry/index.ts";
import { type Feature, settingsOf } from "./features/feature.ts";
import files from "./features/files/index.ts";
import history from "./features/history/index.ts";
import notes from "./features/notes/index.ts";
import operator from "./features/operator/index.ts";
import people from "./features/people/index.ts";
import roles from "./features/roles/index.ts";
import run from "./features/run/index.ts";
import { loadClient } from "./http/page.ts";
import { systemClock } from "./platform.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Logger } from "./rooms/ports.ts";
import { startServer } from "./server.ts";
import { openEmbeddedStore } from "./store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "./store/anyStore.ts";
import { MemoryStore } from "./store/memory/memoryStore.ts";

// prettier-ignore
const FEATURES: readonly Feature[] = [assist, chat, download, expiry, files, history, notes, operator, people, roles, run];
const STOP_WITHIN_MS = 9_500;

async function openStore({ store, dataDir, mongodbUri }: Config): Promise<ListedRoomStore> {
  if (mongodbUri !== undefined) {
    // Loaded where it is used: mongoose takes half a second and 32 MB.
    const { openMongoStore } = await import("./store/mongo/mongoStore.ts");
    return openMongoStore(mongodbUri);
  }
  return store === "memory" ? new MemoryStore() : openEmbeddedStore(dataDir);
}

async function openNeighbours({ cluster, mongodbUri }: Config, logger: Logger): Promise<Neighbours | undefined> {
  if (!cluster || mongodbUri === undefined) return undefined;
  const { connectMongo } = await import("./store/mongo/connection.ts");
  const { openCluster } = await import("./cluster/index.ts");
  return openCluster({ connection: await connectMongo(mongodbUri), ...cluster, logger });
}

async function main(): Promise<void> {
  const config = loadConfig(settingsOf(FEATURES));
  const unbounded = pino({ level: config.logLevel });
  const logger = boundedLogger(unbounded, systemClock.now);
  const store = await openStore(config);
  const client = loadClient(fileURLToPath(new URL("../../dist/client", import.meta.url)));
  const neighbours = await openNeighbours(config, logger);
  const running = await startServer({ config, store, features: FEATURES, client, neighbours, logger });
  logger.info({ port: running.port, store: config.store }, `open http://localhost:${running.port}${config.basePath}/`);

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, "stopping: everything accepted is being stored");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        unbounded.fatal({ err: error }, "the stop failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`Code Companion did not start. ${reason(error)}\n`);
  process.exit(1);
});

/** Why a port cannot be opened, as Node says it. */
type ListenFault = NodeJS.ErrnoException & {
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
};
const NO_ADDRESS: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EAI_AGAIN", "ENOTFOUND"]);

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = "", port, hostname, address = hostname } = error as ListenFault;
  if (code === "EADDRINUSE") return `PORT ${port} is used by another program; stop that or set PORT to another number.`;
  if (code === "EACCES") return `PORT or DATA_DIR is not for this user: ${error.message}.`;
  if (NO_ADDRESS.has(code))
    return `HOST ${address} is no address of this machine; set HOST to one that is, or to 0.0.0.0 for all that it has.`;
  return error.message;
}
