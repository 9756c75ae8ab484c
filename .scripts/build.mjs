// Builds the client and the server into dist/, and fails when the first load of a screen has become too large.
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";
import { build } from "vite";
import { hashOfSources, ROOT, STAMP } from "./sources.mjs";

const CLIENT = join(ROOT, "dist", "client");
const COMPRESSED = /\.(m?js|json|css|svg|txt|wasm)$/;
const COMPRESSED_FROM_BYTES = 1024;

/** Writes .br and .gz beside each file that becomes smaller by it. */
async function compress(directory) {
  const names = (await readdir(directory, { recursive: true })).filter((name) => COMPRESSED.test(name));
  await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      if ((await stat(path)).size < COMPRESSED_FROM_BYTES) return;
      const bytes = await readFile(path);
      const smaller = {
        br: await promisify(brotliCompress)(bytes, {
          params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        }),
        gz: await promisify(gzip)(bytes, { level: 9 }),
      };
      for (const [end, packed] of Object.entries(smaller))
        if (packed.length < bytes.length) await writeFile(`${path}.${end}`, packed);
    }),
  );
}

const PAGE = "client/main.tsx";

/** What a chunk is counted for holds this module; JavaScript has the largest grammar of the languages that most rooms have. */
const SCREENS = {
  "a room in JavaScript": {
    most: 200,
    modules: [PAGE, "client/ui/room/room.tsx", "@codemirror/lang-javascript/dist/index.js"],
  },
  "the start": {
    most: 60,
    modules: [PAGE, "client/ui/start/home.tsx", "client/waysIn.ts", "client/roomNotes.ts", "client/entryNotes.ts"],
  },
  "the dashboard": { most: 60, modules: ["client/dashboard/main.tsx"] },
};

/**
 * The scripts that a screen needs before its first letter: those of the modules, and what these import. What they load later is not counted; [U24] holds
 * all that a browser asks for before the editor has the focus.
 */
function scriptsOf(output, modules) {
  const chunks = new Map(output.filter((file) => file.type === "chunk").map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set();
  const add = (name) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || needed.has(chunk)) return;
    needed.add(chunk);
    chunk.imports.forEach(add);
  };
  const holding = (end) => [...chunks.values()].find((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/${end}`)));
  for (const chunk of modules.map(holding)) {
    if (chunk === undefined) throw new Error(`No script holds one of ${modules.join(", ")}.`);
    add(chunk.fileName);
  }
  return [...needed];
}

async function buildClient() {
  const { output } = await build({ configFile: join(ROOT, "client/vite.config.ts"), logLevel: "warn" });
  await compress(CLIENT);
  const theme = await readFile(join(CLIENT, "theme.js"), "utf8");
  return Object.entries(SCREENS).flatMap(([screen, { most, modules }]) => {
    const scripts = [...scriptsOf(output, modules).map(({ code }) => code), theme];
    const kB = scripts.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
    console.log(`${screen}: ${kB.toFixed(1)} kB of JavaScript gzipped in ${scripts.length} files, of ${most} at most`);
    return kB > most ? [`${screen} has more than ${most} kB of JavaScript.`] : [];
  });
}

const buildServer = () => build({ configFile: join(ROOT, "server/vite.config.ts"), logLevel: "warn" });

const sources = hashOfSources();
await rm(STAMP, { force: true });
const tooLarge = await buildClient();
await buildServer();
await writeFile(STAMP, sources);
if (tooLarge.length > 0) throw new Error(tooLarge.join(" "));
