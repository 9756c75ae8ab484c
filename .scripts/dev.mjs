// For working on it: the server under nodemon, the client under vite with hot reload, both until Ctrl-C.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pretty from "pino-pretty";
import { createServer } from "vite";
import { ROOT } from "./sources.mjs";

process.chdir(ROOT);
// vite serves the page at the top, so the server's sub-path is left out here
const server = spawn(process.execPath, [fileURLToPath(import.meta.resolve("nodemon/bin/nodemon.js"))], {
  stdio: ["inherit", "pipe", "inherit"],
  env: { ...process.env, BASE_PATH: "" },
});
server.stdout.pipe(pretty({ ignore: "pid,hostname" }));
const client = await createServer({ configFile: join(ROOT, "client/vite.config.ts") });
await client.listen();
console.log(`\n  Code Companion, for development: ${client.resolvedUrls?.local[0]}\n`);

// Ctrl-C reaches nodemon by itself, and what ends nodemon ends this; nodemon takes its server with it only on SIGINT
process.on("SIGINT", () => {});
process.once("SIGTERM", () => server.kill("SIGINT"));
server.once("exit", async (code) => {
  await client.close();
  process.exit(code ?? 0);
});
