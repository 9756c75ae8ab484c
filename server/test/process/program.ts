// What node is given to run one of the server's programs: the built one, or its sources. Starts nothing.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** What a build keeps the hash of its sources in. */
const STAMP = join(ROOT, "dist/.sources");

async function isBuilt(): Promise<boolean> {
  if (!existsSync(STAMP)) return false;
  const { hashOfSources } = (await import(join(ROOT, ".scripts/sources.mjs"))) as { hashOfSources: () => string };
  return readFileSync(STAMP, "utf8") === hashOfSources();
}

/** Node's words for a program, `main` or `migrateStore`: built it starts in a quarter of the time; there is no build in the copy of a mutant. */
export const programOf = async (name: "main" | "migrateStore"): Promise<readonly string[]> =>
  (await isBuilt()) ? [join(ROOT, `dist/server/${name}.js`)] : ["--import", "tsx", join(ROOT, `server/${name}.ts`)];
