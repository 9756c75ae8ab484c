// The site of the harness: built as the page is, and served with the same headers. Knows no program.
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import clientConfig from "../../../vite.config.ts";
import { loadClient } from "../../../../server/http/page.ts";
import { appWith } from "../../../../server/test/httpHarness.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface HarnessSite {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** Of the newest question for a path. */
  headersOf(path: string): IncomingHttpHeaders | undefined;
  close(): Promise<void>;
}

export async function openHarnessSite(): Promise<HarnessSite> {
  const directory = await mkdtemp(join(tmpdir(), "companion-harness-"));
  const config = clientConfig({ command: "build", mode: "production" });
  await build({
    ...config,
    configFile: false,
    root: pathOf("."),
    logLevel: "error",
    build: {
      ...config.build,
      rolldownOptions: { ...config.build?.rolldownOptions, input: pathOf("index.html") },
      outDir: directory,
      sourcemap: false,
    },
  });
  const client = loadClient(directory);
  if (!client) throw new Error("The harness was not built.");
  const { app } = appWith({}, { client });
  const asked: string[] = [];
  const headers = new Map<string, IncomingHttpHeaders>();
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    headers.set(request.url ?? "", request.headers);
    app(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    headersOf: (path) => headers.get(path),
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}
