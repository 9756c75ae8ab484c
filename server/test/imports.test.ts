// Imports run one way, features stay apart, the pure parts stay pure: read from the sources, so no comment switches it off.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";

const PROTOCOL = "server/protocol/";
const ROOMS = "server/rooms/";
const PORT = "server/features/feature.ts";
const LOG = "server/features/featureLog.ts";
const HOST = "server/features/featureHost.ts";
const PLATFORM = "server/platform.ts";
const JOIN_CODE = "server/joinCode.ts";
const CONFIG = "server/config.ts";
const METRICS = "server/metrics.ts";
const NEIGHBOURS = "server/neighbours.ts";
const HTTP = "server/http/";
const BUDGETS = "server/budgets/";
const SYNC = "client/sync/";
/** What any part of the page may know: addresses, storage, keys, the time, who this browser is. None of it shows anything. */
const PAGE_BASE = [
  "client/api.ts",
  "client/identity.ts",
  "client/personColour.ts",
  "client/pressed.ts",
  "client/roomLink.ts",
  "client/serverClock.ts",
  "client/unconfirmed.ts",
];
const UI = [PROTOCOL, SYNC, ...PAGE_BASE, "client/browser.ts", "client/editor/", "client/ui/"];

/** Each part and what else it may import, the first that fits; a folder ends with a slash. A part may import itself. */
const PARTS: readonly (readonly [part: string, mayImport: readonly string[]])[] = [
  [PROTOCOL, []],
  [ROOMS, [PROTOCOL]],
  [CONFIG, [PROTOCOL]],
  [PLATFORM, [PROTOCOL, ROOMS]],
  [JOIN_CODE, [PROTOCOL]],
  ["server/boundedLog.ts", [ROOMS]],
  ["server/sweep.ts", [ROOMS]],
  [METRICS, [PROTOCOL, ROOMS]],
  ["server/store/", [PROTOCOL, ROOMS]],
  [LOG, [PROTOCOL, ROOMS]],
  [PORT, [PROTOCOL, ROOMS, LOG]],
  [HOST, [PROTOCOL, ROOMS, PORT, LOG]],
  [NEIGHBOURS, [PROTOCOL, ROOMS]],
  ["server/features/cluster/", [PROTOCOL, ROOMS, NEIGHBOURS]],
  ["server/features/*/", [PROTOCOL, ROOMS, PORT, LOG, JOIN_CODE]],
  [BUDGETS, [PROTOCOL, ROOMS, CONFIG]],
  [HTTP, [PROTOCOL, ROOMS, CONFIG, BUDGETS, PORT, JOIN_CODE]],
  ["server/socket/", [PROTOCOL, ROOMS, CONFIG, BUDGETS, HTTP, NEIGHBOURS]],
  ["server/app.ts", [PROTOCOL, ROOMS, CONFIG, BUDGETS, HTTP, PORT, NEIGHBOURS]],
  [
    "server/server.ts",
    [
      PROTOCOL,
      ROOMS,
      CONFIG,
      BUDGETS,
      HTTP,
      PORT,
      HOST,
      PLATFORM,
      METRICS,
      NEIGHBOURS,
      "server/socket/",
      "server/app.ts",
      "server/sweep.ts",
    ],
  ],
  ["server/main.ts", ["server/"]],
  ["server/migrateStore.ts", [CONFIG, "server/store/"]],
  [SYNC, [PROTOCOL]],
  ["client/browser.ts", [PROTOCOL, SYNC]],
  ["client/editor/", [PROTOCOL, SYNC, ...PAGE_BASE]],
  ["client/ui/", UI],
  ["client/features/*/", UI],
  ["client/main.tsx", [PROTOCOL, "client/"]],
  ["client/unconfirmed.ts", [PROTOCOL, SYNC, ...PAGE_BASE]],
  ["client/*", [PROTOCOL, ...PAGE_BASE]],
];

/** Packages that the pure parts may use: they do no I/O and know no platform. */
const PURE_PACKAGES = ["@codemirror/collab", "@codemirror/state", "valibot"];
const PURE = [PROTOCOL, ROOMS, SYNC];

const isSource = (path: string): boolean =>
  /\.tsx?$/.test(path) &&
  !/\.(test|e2e|long)\.tsx?$|\.d\.ts$|^client\/(e2e\/|vite\.config\.ts$)|^server\/(test\/|vite\.config\.ts$|store\/\w*[cC]ontract\.ts$)/.test(
    path,
  );

const sources = ["server", "client"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter(isSource),
);

/** The files and packages that a source imports, statically or later, for values or types. */
function importsOf(path: string, source: string): string[] {
  return [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"\s]+)"/g)].map(([, name = ""]) => {
    if (name.startsWith("#protocol/")) return name.replace("#protocol/", PROTOCOL);
    return name.startsWith(".") ? normalize(join(dirname(path), name)) : name;
  });
}

/** The instance of a part that a path belongs to: for a part with a star, the one folder. */
function within(path: string, part: string): string | undefined {
  const shape = new RegExp(`^${part.replaceAll(".", "\\.").replace("*", "[^/]+")}${part.endsWith("/") ? "" : "$"}`);
  return shape.exec(path)?.[0];
}

/** What is wrong with one import, or undefined. */
function wrong(path: string, imported: string): string | undefined {
  const complaint = `${path} imports ${imported}`;
  for (const [part, mayImport] of PARTS) {
    const own = within(path, part);
    if (own === undefined) continue;
    if (!/^(server|client)\//.test(imported))
      return PURE.includes(part) && !PURE_PACKAGES.includes(imported) ? complaint : undefined;
    // a part that is one file has nothing of its own beside it
    const allowed = own.endsWith("/") ? [own, ...mayImport] : mayImport;
    return allowed.some((place) => within(imported, place)) ? undefined : complaint;
  }
  return `${path} belongs to no part`;
}

/** Whether a feature is named from outside of it. */
function namesFeature(path: string, imported: string): boolean {
  const named = /^(server|client)\/features\/[^/]+\//.exec(imported)?.[0];
  return named !== undefined && !path.startsWith(named);
}

/** Lines that say something to the machine: no comment, no import, not blank. */
const linesOfCode = (source: string): number =>
  source
    .replaceAll(/^import\s[^;]*;$/gm, "")
    .replaceAll(/^\s*(\/\*[^]*?\*\/|\/\/.*)$/gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "").length;

describe("the core", () => {
  it("[A4] can be read in one sitting: under 2,500 lines of code", () => {
    const core = sources.filter((path) => path.startsWith(PROTOCOL) || path.startsWith(ROOMS));
    expect(core.length).toBeGreaterThan(15);
    const lines = core.reduce((sum, path) => sum + linesOfCode(readFileSync(path, "utf8")), 0);
    expect(lines).toBeLessThan(2_500);
    expect(lines).toBeGreaterThan(1000);
  });
});

describe("imports", () => {
  it("[A1] run one way: protocol, rooms, the rest of the server; protocol, sync, editor, ui", () => {
    expect(sources.length).toBeGreaterThan(40);
    const complaints = sources.flatMap((path) =>
      importsOf(path, readFileSync(path, "utf8")).flatMap((imported) => wrong(path, imported) ?? []),
    );
    expect(complaints).toEqual([]);
  });

  it("[A2] only the two main files name features", () => {
    const naming = sources.filter((path) =>
      importsOf(path, readFileSync(path, "utf8")).some((imported) => namesFeature(path, imported)),
    );
    expect(naming.filter((path) => path !== "server/main.ts" && path !== "client/main.tsx")).toEqual([]);
    expect(namesFeature("server/app.ts", "server/features/any/index.ts")).toBe(true);
    expect(namesFeature("server/features/any/index.ts", "server/features/any/words.ts")).toBe(false);
  });

  it.each([
    ["server/protocol/limits.ts", "../rooms/room.ts"],
    ["server/protocol/limits.ts", "node:fs"],
    ["server/rooms/room.ts", "../store/memory/memoryStore.ts"],
    ["server/rooms/room.ts", "ws"],
    ["server/http/rooms.ts", "../features/download/index.ts"],
    ["server/http/rooms.ts", "../../client/api.ts"],
    ["server/socket/session.ts", "../store/memory/memoryStore.ts"],
    ["server/features/download/index.ts", "../other/index.ts"],
    ["server/app.ts", "./main.ts"],
    ["client/sync/connection.ts", "preact"],
    ["client/sync/connection.ts", "../api.ts"],
    ["client/editor/fileEditor.ts", "../ui/app.tsx"],
    ["client/editor/fileEditor.ts", "../../server/rooms/room.ts"],
    ["client/ui/app.tsx", "../features/download/index.tsx"],
    ["client/api.ts", "./ui/app.tsx"],
  ])("[A3] the check notices %s importing %s", (path, name) => {
    for (const source of [`import { x } from "${name}";`, `import("${name}")`, `import type { x } from "${name}";`])
      expect(importsOf(path, source).map((imported) => wrong(path, imported))).toEqual([expect.stringContaining(path)]);
  });
});
