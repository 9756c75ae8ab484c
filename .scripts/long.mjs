// What takes too long for every landing. Its last line is the total. `npm run test:long -- kills` runs the long tests with the word in their path.
import { jest, needPythonProgram, needSandbox, run, runParts, shareDatabases, whole } from "./parts.mjs";

const words = process.argv.slice(2);
const LONG = ["--config", "jest.long.config.mjs"];
/** A test that is said to end sooner does. */
const NO_HURRY = "--testTimeout=7200000";

const CROWD = { env: { CLUSTER_PEOPLE: process.env.CLUSTER_PEOPLE ?? "200" } };

/** Everything else is tested with the version that runs this. */
const LATER_NODES = [22, 24];

await needSandbox();
for (const name of ["openapi-spec-validator", "schemathesis"]) await needPythonProgram(name);
const stopDatabases = await shareDatabases();
/** What is attacked is the server as it is built. */
const build = async () => whole(await run("npm", ["run", "--silent", "build"]));
await runParts(
  words.length > 0
    ? { build, long: () => jest([...LONG, ...words]) }
    : {
        build,
        long: () => jest(LONG),
        schedules: () =>
          jest([NO_HURRY, "server/test/fuzz", "server/features/.+/schedules"], {
            env: { FUZZ_RUNS: process.env.FUZZ_RUNS ?? "100000" },
          }),
        flood: () =>
          jest(["server/test/hostile/flood"], { env: { FLOOD_FRAMES: process.env.FLOOD_FRAMES ?? "100000" } }),
        mutants: async () => whole(await run("npm", ["run", "--silent", "test:mutants"])),
        browser: async () =>
          whole(await run("npx", ["playwright", "test", "--config", "client/e2e/playwright.long.config.ts"])),
        mongo: async () => whole(await run("npm", ["run", "--silent", "bench:mongo"])),
        crowd: () => jest(["server/cluster/trouble"], CROWD),
        "crowd, timed": () => jest([...LONG, "server/cluster/trouble"], CROWD),
        ...Object.fromEntries(LATER_NODES.map((node) => [`unit on Node ${node}`, () => jest([], { node })])),
      },
);
await stopDatabases();
