// How the long tests are run, one after the other: those that `npm test` leaves out. Knows no test.
import usual from "./jest.config.mjs";

export default {
  ...usual,
  testMatch: ["<rootDir>/{server,bench}/**/*.long.ts"],
  testTimeout: 7_200_000,
  maxWorkers: 1,
};
