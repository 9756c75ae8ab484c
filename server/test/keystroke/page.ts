// docs/keystroke.md and the part of it that is written from a trace: which files a keystroke passes through, and what each says of itself. Knows no server.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Trace } from "./trace.process.ts";

export const PAGE = "docs/keystroke.md";

const PROGRAM = fileURLToPath(new URL("trace.process.ts", import.meta.url));
const TRACE_WITHIN_MS = 60_000;

/** The floors in the order of a keystroke's way; those that are not here come last. */
const FLOORS = ["client/sync", "server/socket", "server/budgets", "server/protocol", "server/rooms", "server/store"];

/** The first two folders of its path, or the one there is. */
const floorOf = (file: string): string => dirname(file).split("/").slice(0, 2).join("/");
const rank = (floor: string): number => (FLOORS.includes(floor) ? FLOORS.indexOf(floor) : FLOORS.length);

/** Types into a server of its own; throws with what that prints when it cannot. */
export const traceKeystroke = (): Trace =>
  JSON.parse(
    execFileSync(process.execPath, ["--import", "tsx", PROGRAM], { encoding: "utf8", timeout: TRACE_WITHIN_MS }),
  ) as Trace;

/** All files of both sides, once each, in no order. */
export const filesOf = ({ client, server }: Trace): string[] => [...new Set([...client, ...server])];

/** What a file's first line says of it. */
const ofItself = (file: string): string =>
  readFileSync(file, "utf8")
    .split("\n", 1)[0]!
    .replace(/^\/\/ /, "");

function list(trace: Trace): string {
  const files = filesOf(trace).toSorted();
  const floors = [...new Set(files.map(floorOf))].toSorted((one, other) => rank(one) - rank(other));
  const of = (start: string, some: readonly string[]): number => some.filter((file) => file.startsWith(start)).length;
  const stored = of("server/store/", files);
  const both = trace.client.filter((file) => trace.server.includes(file)).length;
  return [
    `**${files.length} files: ${trace.client.length} in each client, ${trace.server.length - stored} in the server and ${stored} in its store; ` +
      `${both} of them are on both sides.**`,
    ...floors.map((floor) => {
      const own = files.filter((file) => floorOf(file) === floor);
      return [`\`${floor}/\` (${own.length})`, "", ...own.map((file) => `- \`${file}\`: ${ofItself(file)}`)].join("\n");
    }),
  ].join("\n\n");
}

/** The page with the list of such a trace. */
export function withFiles(page: string, trace: Trace): string {
  const [begin, end] = ["<!-- files -->", "<!-- end -->"];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the files`);
  return `${page.slice(0, from)}${begin}\n\n${list(trace)}\n\n${page.slice(to)}`;
}
