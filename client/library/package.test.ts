// The library as whoever installs it has it: packed, in an empty folder, by the lines that README.md shows; nothing of this repository in reach.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../server/test/allFeatures.ts";
import { startTestServer, type TestServer } from "../../server/test/harness.ts";
import { MemoryStore } from "../../server/store/memory/memoryStore.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** From this machine: nothing is asked of a registry. */
const BESIDE = ["ws", "@codemirror/state", "@marijn/find-cluster-break"].map((name) =>
  join(ROOT, "node_modules", name),
);
const INSTALL = ["install", "--offline", "--ignore-scripts", "--install-links", "--no-audit", "--no-fund"];

const run = promisify(execFile);

let folder: string;
let server: TestServer;
let bot: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "companion-package-"));
  await run("node", [join(ROOT, ".scripts/sync.mjs")], { cwd: ROOT });
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: join(ROOT, "dist/sync"),
  });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "elsewhere", private: true, type: "module" }));
  await run("npm", [...INSTALL, join(folder, stdout.trim()), ...BESIDE], { cwd: folder });
}, 180_000);
afterEach(async () => {
  bot?.kill();
  await server?.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed library", () => {
  it("[K45] joins from Node by the lines of README.md, answers in the chat and types a line", async () => {
    const [, lines = ""] = /```js\n(import { join } from "code-companion-sync";\n[^]*?)```/.exec(
      readFileSync(join(ROOT, "README.md"), "utf8"),
    )!;
    expect(lines.trim().split("\n").length).toBeLessThanOrEqual(10);
    writeFileSync(join(folder, "bot.mjs"), lines);
    server = await startTestServer({}, new MemoryStore(), allFeatures);
    const { roomId, key } = await server.createRoom();
    const olga = server.enter(roomId, { key });
    await olga.settled();
    const said: string[] = [];
    olga.session.hear("chat", (data) => {
      const { type, entries } = data as { type: string; entries?: { text: string }[] };
      if (type === "entries") said.push(...entries!.map(({ text }) => text));
    });
    bot = spawn("node", ["bot.mjs", `${server.url}/${roomId}`], { cwd: folder, stdio: "inherit" });
    await olga.until(() => olga.text().endsWith("# The bot was here.\n"));
    olga.session.send("chat", { type: "say", id: "i".repeat(20), text: "Is anybody there?" });
    await olga.until(() => said.includes("hello"));
    olga.leave();
    expect(said).toEqual(["Is anybody there?", "hello"]);
    expect(server.log.errors).toEqual([]);
  });

  it("[K45] has its types, for Node and for browsers, without a path of this repository", async () => {
    const program = `import { join, Refused, type Participant, type Document } from "code-companion-sync";
      const one: Participant = await join("http://localhost/ROOM", { name: "Bot" });
      const main: Document = await one.open(1).ready();
      const stop: () => void = main.changed(({ client, changes }) => void [client?.toFixed(), changes?.length]);
      for (const [client, [at]] of main.others) main.edit({ from: at?.[0] ?? client, insert: "x" });
      const name: string | undefined = one.room?.participants[0]?.name;
      void [stop, name, one.status.state === "saved", new Refused("").code];
      // @ts-expect-error a document counts no lines
      void main.lines;
      type Inner = "edited" | "selected" | "pendingIn" | "closeFile" | "onlyHere" | "spend" | "fileClosed" | "guard";
      const inner: Inner & keyof Participant extends never ? "none" : Inner & keyof Participant = "none";
      void inner;`;
    writeFileSync(join(folder, "program.ts"), program);
    const check = async (condition: string): Promise<void> => {
      const options = { noEmit: true, strict: true, module: "esnext", target: "es2022", moduleResolution: "bundler" };
      const compilerOptions = { ...options, lib: ["es2023"], types: [], customConditions: [condition] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["program.ts"] }));
      await run(join(ROOT, "node_modules/.bin/tsc"), ["-p", folder]);
    };
    await check("node");
    await check("browser");
    const types = join(folder, "node_modules/code-companion-sync/types");
    const declared = readdirSync(types, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    expect(declared.length).toBeGreaterThan(5);
    const named = declared.flatMap((name) =>
      [...readFileSync(join(types, name), "utf8").matchAll(/(?:from |import\()"([^"]+)"/g)].map(([, from]) => from!),
    );
    expect([...new Set(named.filter((name) => !name.startsWith(".")))].toSorted()).toEqual(["@codemirror/state"]);
  });

  it("[K45] needs CodeMirror's state and ws alone, and in a browser nothing of Node", () => {
    const installed = join(folder, "node_modules/code-companion-sync");
    const imports = (name: string): string[] =>
      [...readFileSync(join(installed, name), "utf8").matchAll(/^import [^]*?from "([^"]+)";$/gm)].map(
        ([, from]) => from!,
      );
    const outside = (names: readonly string[]): string[] =>
      [...new Set(names)].filter((name) => !name.startsWith(".")).toSorted();
    expect(outside([...imports("browser.js"), ...imports("core.js")])).toEqual(["@codemirror/state"]);
    expect(outside(imports("node.js")).filter((name) => !name.startsWith("node:"))).toEqual(["ws"]);
  });
});
