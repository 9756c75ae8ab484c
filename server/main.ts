// Starts the process: settings, store, features, server; stops it on a signal. The only file that names features.
import { fileURLToPath } from "node:url";
import pino from "pino";
import { type Config, loadConfig } from "./config.ts";
import download from "./features/download/index.ts";
import type { Feature } from "./features/feature.ts";
import { loadClient } from "./http/page.ts";
import type { RoomStore } from "./rooms/roomStore.ts";
import { startServer } from "./server.ts";
import { openEmbeddedStore } from "./store/embedded/embeddedStore.ts";
import { MemoryStore } from "./store/memory/memoryStore.ts";

const FEATURES: readonly Feature[] = [download];
const STOP_WITHIN_MS = 9_500;

const openStore = async (config: Config): Promise<RoomStore> =>
  config.store === "memory" ? new MemoryStore() : openEmbeddedStore(config.dataDir);

async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel });
  const store = await openStore(config);
  const client = loadClient(fileURLToPath(new URL("../../dist/client", import.meta.url)));
  const running = await startServer({ config, store, features: FEATURES, client, log });
  log.info({ port: running.port, store: config.store }, `open http://localhost:${running.port}${config.basePath}/`);

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping: everything accepted is being stored");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, "the stop failed");
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

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `PORT ${port} is used by another program; stop that or set PORT to another number.`;
  if (code === "EACCES") return `PORT or DATA_DIR is not for this user: ${error.message}.`;
  return error.message;
}
