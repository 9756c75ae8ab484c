// The files of this project in which a function has run since the last look, by V8's own count. Knows no keystroke.
import { Session } from "node:inspector/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const TESTS = "server/test/";

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });

/** Paths below the project's folder, those of packages and tests left out. */
export async function passedFiles(): Promise<string[]> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ran = result.filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0));
  const paths = ran.flatMap(({ url }) => (url.startsWith("file:") ? [relative(ROOT, fileURLToPath(url))] : []));
  return paths.filter((path) => /^(client|server)\//.test(path) && !path.startsWith(TESTS)).toSorted();
}
