// Builds the client core as a library into dist/sync or the folder that is named, a package of its own: a module for Node, one for browsers, and their types.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { spawnSync } from "node:child_process";
import { build } from "vite";
import { ROOT } from "./sources.mjs";

const ENTRIES = ["node", "browser"];
const OUT = resolve(process.argv[2] ?? join(ROOT, "dist", "sync"));
/** Where `tsc -b` puts what it declares. */
const DECLARED = join(ROOT, "node_modules", ".cache", "tsc");
/** What whoever installs the package has beside it: of CodeMirror there is one copy, or its classes do not know each other. */
const DEPENDENCIES = ["@codemirror/state", "ws"];

const packageJson = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));

async function buildModules() {
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      lib: {
        entry: Object.fromEntries(ENTRIES.map((name) => [name, join(ROOT, "client", "library", `${name}.ts`)])),
        formats: ["es"],
      },
      rolldownOptions: { external: [/^node:/, ...DEPENDENCIES], output: { chunkFileNames: "core.js" } },
    },
  });
}

/** A file's declarations and those that it names, without the paths of this repository. */
async function copyTypes(path, done) {
  if (done.has(path)) return;
  done.add(path);
  const declared = await readFile(join(DECLARED, `${path}.d.ts`), "utf8");
  const named = [];
  const text = declared.replaceAll(/((?:from|import\()\s*")([^"]+)\.ts"/g, (_all, before, name) => {
    const target = name.startsWith("#protocol/") ? `server/protocol/${name.slice(10)}` : join(dirname(path), name);
    named.push(target);
    const from = relative(dirname(path), target);
    return `${before}${from.startsWith(".") ? from : `./${from}`}.js"`;
  });
  const copy = join(OUT, "types", `${path}.d.ts`);
  await mkdir(dirname(copy), { recursive: true });
  await writeFile(copy, text.replace(/\n\/\/# sourceMappingURL=.*/, ""));
  for (const target of named) await copyTypes(target, done);
}

async function writePackage() {
  const way = (name) => ({ types: `./types/client/library/${name}.d.ts`, default: `./${name}.js` });
  const content = {
    name: "code-companion-sync",
    version: packageJson.version,
    description: "Takes part in Code Companion rooms, from Node or a browser.",
    license: packageJson.license,
    type: "module",
    engines: packageJson.engines,
    sideEffects: false,
    exports: { ".": { node: way("node"), default: way("browser") } },
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, packageJson.dependencies[name]])),
  };
  await writeFile(join(OUT, "package.json"), `${JSON.stringify(content, null, 2)}\n`);
  await copyFile(join(ROOT, "LICENSE"), join(OUT, "LICENSE"));
  await copyFile(join(ROOT, "client", "library", "README.md"), join(OUT, "README.md"));
}

const { status } = spawnSync("npx", ["tsc", "-b", "client/library"], { cwd: ROOT, stdio: "inherit" });
if (status !== 0) process.exit(1);
await rm(OUT, { recursive: true, force: true });
await buildModules();
const done = new Set();
for (const name of ENTRIES) await copyTypes(`client/library/${name}`, done);
await writePackage();
