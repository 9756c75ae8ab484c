// Builds where there is no build of these sources, then serves: one process, in the foreground.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOfSources, ROOT, STAMP } from "./sources.mjs";

const builtFrom = () => {
  try {
    return readFileSync(STAMP, "utf8");
  } catch {
    return undefined;
  }
};

process.chdir(ROOT);
process.setSourceMapsEnabled(true);
if (builtFrom() !== hashOfSources()) {
  console.log("building, this once");
  // apart, so that the memory that a build takes is not kept by the server
  const { status } = spawnSync(process.execPath, [join(ROOT, ".scripts/build.mjs")], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
await import("../dist/server/main.js");
