// How the browser tests are run that take too long for every landing, one after the other. Knows no test.
import type { PlaywrightTestConfig } from "@playwright/test";
import usual from "./playwright.config.ts";

const long: PlaywrightTestConfig = {
  ...usual,
  testMatch: ["e2e/*.long.ts"],
  projects: [{ name: "long" }],
  workers: 1,
  timeout: 600_000,
};

export default long;
