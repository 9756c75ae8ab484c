// How the browser tests are run: the built product in real Chromium windows. Knows no test.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { defineConfig } from "@playwright/test";

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Chromium that is set, or one that is installed; without either Playwright's own is used, where it has been fetched. */
const chromium =
  process.env["CHROMIUM_PATH"] ??
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
    .find(isProgram);

/**
 * What Chromium leaves undone: the last list counts, so what Playwright leaves out for every test is in it as well. The last two
 * start a process each for every window, for suggestions below an address that nobody types; the spare renderer is one for a page that
 * nobody opens.
 */
const LEFT_OUT = [
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "SpareRendererForSitePerProcess",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxPopup",
];

export default defineConfig({
  testDir: "..",
  // a feature brings what shows it with it
  testMatch: ["e2e/*.test.ts", "features/*/*.e2e.ts"],
  // what takes long, and shows again in other windows what a shorter test shows, is tried with the long ones
  grepInvert: /@long/,
  globalSetup: "./assertBuilt.ts",
  outputDir: "../../test-results",
  workers: 2,
  retries: 0,
  // a slow machine takes more than half of it for the longest; what hangs is found by `expect` sooner
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 720 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${LEFT_OUT.join(",")}`,
      ],
    },
  },
  // times are taken when nothing else runs
  projects: [
    { name: "behaviour", testIgnore: "e2e/speed.test.ts" },
    { name: "speed", testMatch: "e2e/speed.test.ts", dependencies: ["behaviour"] },
  ],
});
