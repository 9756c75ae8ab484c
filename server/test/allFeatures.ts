// Every feature that there is, found by its folder, for tests of the whole. Knows none by name.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Feature } from "../features/feature.ts";

const FEATURES = fileURLToPath(new URL("../features", import.meta.url));

/** A folder without one is of what will be a feature. */
const folders = readdirSync(FEATURES)
  .filter((name) => existsSync(join(FEATURES, name, "index.ts")))
  .toSorted();

const found: Feature[] = [];
// one after the other: jest links modules that are asked for at once with what it has not read yet
for (const folder of folders) {
  const { default: feature } = (await import(`../features/${folder}/index.ts`)) as { readonly default: Feature };
  if (feature.name !== folder) throw new Error(`the feature ${feature.name} is in the folder ${folder}`);
  found.push(feature);
}

/** In the order of their names, which are those of their folders. */
export const allFeatures: readonly Feature[] = found;
