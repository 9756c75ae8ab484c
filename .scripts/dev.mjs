// For working on it: the server under nodemon, the client under vite with hot reload, both until Ctrl-C.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createServer } from "vite";
import { ROOT } from "./sources.mjs";

process.chdir(ROOT);
const nodemon = createRequire(import.meta.url).resolve("nodemon/bin/nodemon.js");
// vite serves the page at the top, so the server's sub-path is left out here
const server = spawn(process.execPath, [nodemon], {
  stdio: "inherit",
  env: { ...process.env, BASE_PATH: "" },
});
const client = await createServer({ configFile: join(ROOT, "client/vite.config.ts") });
await client.listen();
console.log(`\n  Code Companion, for development: ${client.resolvedUrls?.local[0]}\n`);

const stop = async () => {
  server.kill("SIGTERM");
  await client.close();
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
server.once("exit", async (code) => {
  await client.close();
  process.exit(code ?? 0);
});
