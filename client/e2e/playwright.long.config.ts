// How the browser tests are run that take too long for every landing, one after the other. Knows no test.
import type { PlaywrightTestConfig } from "@playwright/test";
import usual from "./playwright.config.ts";

const { grepInvert: tagged, ...others } = usual;

const long: PlaywrightTestConfig = {
  ...others,
  projects: [
    { name: "long", testMatch: ["e2e/*.long.ts"] },
    { name: "tagged", ...(tagged !== undefined && { grep: tagged }) },
  ],
  workers: 1,
  timeout: 600_000,
};

export default long;
