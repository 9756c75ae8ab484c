// The built server as people run it, with the limits that it has by default, on a data folder of its own. Knows no attack.
import { cpSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NODE_OPTIONS } from "../servers/nodeOptions.ts";
import { ServerProcess } from "../servers/serverProcess.ts";

/** What `npm run build` makes of the server. */
const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const NOBODY_TOLD = (): void => {};

/** Where a target keeps its rooms. */
export const dataOf = ({ dataDir }: ServerProcess): string => join(dataDir, "data");
/** The file that a target's log goes to. */
export const logOf = ({ dataDir }: ServerProcess): string => join(dataDir, "log");

/** A port that is free now, so that nothing else on this machine is attacked. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface TargetOptions {
  /** its environment */
  readonly settings?: Readonly<Record<string, string>>;
  /** the folder whose rooms it begins with */
  readonly data?: string | undefined;
}

/** Runs with a started server, which is disposed of afterwards, whatever happens. */
export async function withTarget<T>(
  { settings = {}, data }: TargetOptions,
  run: (target: ServerProcess) => Promise<T>,
): Promise<T> {
  const target: ServerProcess = new ServerProcess(
    {
      name: "Code Companion",
      server: (dataDir) => ({
        // away from a developer's .env
        args: [...NODE_OPTIONS, MAIN],
        env: { ...settings, DATA_DIR: dataOf(target) },
        cwd: dataDir,
        log: logOf(target),
      }),
    },
    await freePort(),
    [],
    NOBODY_TOLD,
  );
  try {
    if (data !== undefined) cpSync(data, dataOf(target), { recursive: true });
    await target.start();
    return await run(target);
  } finally {
    await target.dispose();
  }
}
