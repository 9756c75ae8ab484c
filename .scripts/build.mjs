// Builds the client and the server into dist/, and fails when the first load of a room has become too large.
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";
import { build } from "vite";
import { hashOfSources, ROOT, STAMP } from "./sources.mjs";

const FIRST_LOAD_KB = 200;
const CLIENT = join(ROOT, "dist", "client");
const COMPRESSED = /\.(js|css|svg|txt|wasm)$/;
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

/**
 * The scripts that opening a room needs: the entry, what it imports, and what our own modules import later on (the screens).
 * What a package imports later on, a language's grammar, is not needed by most; nor is what a feature does.
 */
function firstLoad(output) {
  const isScreen = (chunk) =>
    chunk?.facadeModuleId?.startsWith(join(ROOT, "client/")) &&
    !chunk.facadeModuleId.startsWith(join(ROOT, "client/features/"));
  const chunks = new Map(output.filter((file) => file.type === "chunk").map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set();
  const add = (name) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || needed.has(chunk)) return;
    needed.add(chunk);
    chunk.imports.forEach(add);
    for (const later of chunk.dynamicImports) if (isScreen(chunks.get(later))) add(later);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) add(chunk.fileName);
  return [...needed];
}

async function buildClient() {
  const { output } = await build({ configFile: join(ROOT, "client/vite.config.ts"), logLevel: "warn" });
  await compress(CLIENT);
  const chunks = firstLoad(output);
  const theme = await readFile(join(CLIENT, "theme.js")).catch(() => "");
  const bytes = [...chunks.map((chunk) => chunk.code), theme]
    .map((code) => gzipSync(code, { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0);
  const kB = bytes / 1000;
  console.log(`first load of a room: ${kB.toFixed(1)} kB of JavaScript gzipped, ${chunks.length} files`);
  if (kB > FIRST_LOAD_KB) throw new Error(`That is more than ${FIRST_LOAD_KB} kB.`);
}

const buildServer = () => build({ configFile: join(ROOT, "server/vite.config.ts"), logLevel: "warn" });

const sources = hashOfSources();
await rm(STAMP, { force: true });
await buildClient();
await buildServer();
await writeFile(STAMP, sources);
