// The OpenAPI document against a real server, by a program that makes requests from it. Knows no route.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { ServerProcess } from "../process/serverProcess.ts";
import { needPythonProgram } from "../pythonProgram.ts";

const CONFIG = fileURLToPath(new URL("schemathesis.toml", import.meta.url));
const HOOKS = fileURLToPath(new URL("rooms.py", import.meta.url));
const EXAMPLES = process.env["OPENAPI_EXAMPLES"] ?? "100";

let server: ServerProcess;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "companion-openapi-"));
  server = await ServerProcess.create({
    STORE: "memory",
    METRICS_TOKEN: "the-token-of-the-figures",
    LIMIT_MESSAGES_PER_SECOND: "0",
    RATE_ROOM_BYTES_PER_HOUR: "0",
  });
  await server.start();
});
afterEach(async () => {
  await server.dispose();
  await rm(folder, { recursive: true });
});

/** What it says of the server at the end, by a document that is the server's own unless it is another. */
async function findings(document: string, ...words: readonly string[]): Promise<{ isFine: boolean; said: string }> {
  const program = await needPythonProgram("schemathesis");
  const all = [
    "--config-file",
    CONFIG,
    "run",
    document,
    "--url",
    server.url,
    "--no-color",
    "--continue-on-failure",
    ...words,
  ];
  return new Promise((resolve) => {
    const env = { ...process.env, SCHEMATHESIS_HOOKS: HOOKS, PYTHONDONTWRITEBYTECODE: "1" };
    execFile(program, all, { cwd: folder, env, maxBuffer: Infinity }, (error, stdout, stderr) =>
      resolve({ isFine: error === null, said: stdout + stderr }),
    );
  });
}

it("[H63] what is made from the document, right and wrong, one by one and in a row, is answered as it says", async () => {
  const phases = ["--phases", "coverage,fuzzing,stateful", "-n", EXAMPLES];
  const { isFine, said } = await findings(`${server.url}/api/openapi.json`, ...phases);
  expect(isFine ? "" : said).toBe("");
  expect(said).toMatch(/Tested: (\d+)/);
  expect(server.log.filter(({ level }) => level >= 50)).toEqual([]);
});

it("[H63] the check notices an answer that the document does not have", async () => {
  const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
    paths: Record<string, { post: { responses: Record<string, unknown> } }>;
  };
  delete document.paths["/api/rooms"]!.post.responses["201"];
  const path = join(folder, "openapi.json");
  await writeFile(path, JSON.stringify(document));
  const { isFine, said } = await findings(path, "--include-path", "/api/rooms", "--phases", "fuzzing", "-n", "5");
  expect(isFine).toBe(false);
  expect(said).toContain("Undocumented status code");
});
