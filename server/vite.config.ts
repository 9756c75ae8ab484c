// How the server is built: one file with all that it needs, since a start reads one file sooner than five hundred. Knows no file of it but
// where it begins, and that features may have threads: what begins in one is called so.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const FEATURES = fileURLToPath(new URL("features", import.meta.url));
const threads = readdirSync(FEATURES, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("Worker.ts"))
  .map((path) => `server/features/${path}`);

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  publicDir: false,
  ssr: {
    noExternal: true,
    // what is native, and what half the time of a start would go to for those few who have MongoDB
    external: ["lmdb", "mongoose"],
  },
  build: {
    ssr: true,
    outDir: "dist/server",
    emptyOutDir: true,
    target: "node20",
    sourcemap: true,
    rolldownOptions: {
      input: ["server/main.ts", "server/migrateStore.ts", ...threads],
      output: { entryFileNames: "[name].js" },
    },
  },
});
