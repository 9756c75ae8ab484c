// Takes each feature out of a copy of the sources, builds the rest, and runs its unit tests but those that know no feature, or all of them.
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { FEATURES, Featureless } from "./featureless.ts";

/** Databases, processes, stores and schedules, where no feature is; the docs, what they show and the data of earlier builds, where all of them are. */
// prettier-ignore
const LEFT_OUT = [
  "server/store/", "server/cluster/", "server/test/process/", "server/test/fuzz/", "server/test/traces/",
  "server/test/hostile/flood", "server/test/stored/", "server/test/removable", "/docs\\.test", "/limits\\.test", "client/library/package",
  "bench/", "client/e2e/", "/node_modules/",
];
/** What cannot be tried where nobody does what it asks of others: an upload has files made. */
const NEEDS: Readonly<Record<string, readonly string[]>> = { files: ["client/features/upload/"] };

let copy: Featureless;

beforeAll(() => {
  copy = new Featureless();
});
afterAll(() => copy.dispose());

describe("a feature", () => {
  it.each(FEATURES)("[F4] is gone, and the rest is built and does what it did: %s", async (feature) => {
    copy.take(feature);
    await copy.run(process.execPath, [".scripts/build.mjs"]);
    const without = [...LEFT_OUT, ...(NEEDS[feature] ?? [])].map((path) => `--testPathIgnorePatterns=${path}`);
    const words = ["--rootDir", copy.folder, "--cacheDirectory", resolve(copy.folder, ".cache"), ...without];
    await copy.run("jest", words, { NODE_OPTIONS: "--experimental-vm-modules --no-warnings" });
  });
});
