// What takes too long for every landing. Its last line is the total. `npm run test:long -- kills` runs the long tests with the word in their path.
import { jest, needMongod, run, runParts, whole } from "./parts.mjs";

const words = process.argv.slice(2);
const LONG = ["--config", "jest.long.config.mjs"];
/** A test that is said to end sooner does. */
const NO_HURRY = "--testTimeout=7200000";

await needMongod();
/** What is attacked is the server as it is built. */
const build = async () => whole(await run("npm", ["run", "--silent", "build"]));
await runParts(
  words.length > 0
    ? { build, long: () => jest([...LONG, ...words]) }
    : {
        build,
        long: () => jest(LONG),
        schedules: () =>
          jest([NO_HURRY, "server/test/fuzz", "server/features/files/schedules"], {
            FUZZ_RUNS: process.env.FUZZ_RUNS ?? "100000",
          }),
        flood: () => jest(["server/test/hostile/flood"], { FLOOD_FRAMES: process.env.FLOOD_FRAMES ?? "100000" }),
        crowd: () => jest(["server/features/cluster/trouble"], { CLUSTER_PEOPLE: process.env.CLUSTER_PEOPLE ?? "200" }),
      },
);
