// Imports run one way, features stay apart, the pure parts stay pure: read from the sources, so no comment switches it off.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "@jest/globals";

const PROTOCOL = "server/protocol/";
const WEAVE = "server/weave/";
const ROOMS = "server/rooms/";
/** What the rooms need of the world around them; the parts of a room know nothing else of what is above them. */
const ROOM_PORTS = ["ports.ts", "roomServices.ts", "roomStore.ts"].map((name) => ROOMS + name);
/** What of a feature both halves run. */
const BOTH = "server/features/*/both/";
const PORT = "server/features/feature.ts";
/** What routes of features, of the dashboard and of http are read, described and sent with. */
const ROUTING = "server/routing/";
/** What several features are made of; the port knows none of it. */
const FEATURE_PARTS = "server/featureParts/";
const FIGURES = "server/features/figures.ts";
const DASHBOARD = "server/dashboard/";
const READINGS = "server/features/readings.ts";
const LOG = "server/features/featureLog.ts";
const ROBOT = "server/features/robot.ts";
const FEATURE_ROOM = "server/features/featureRoom.ts";
const HOST = "server/features/featureHost.ts";
const PLATFORM = "server/platform.ts";
const CONFIG = "server/config.ts";
const METRICS = "server/metrics.ts";
const NEIGHBOURS = "server/neighbours.ts";
const VALUES = "server/sharedValues.ts";
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
  "client/stored.ts",
  "client/unconfirmed.ts",
  "client/words.errors.ts",
  "client/words.ts",
];
/** What all of the page goes by: its words, keys, address, language, theme, and what is narrow. */
const UI_BASE = ["keys.ts", "language.ts", "phone.ts", "route.ts", "theme.ts", "words.*"].map(
  (name) => `client/ui/${name}`,
);
const PAGE_PORT = "client/ui/pageFeature.ts";
const UI_PARTS = "client/ui/parts/";
const SITE = "client/ui/site/";
const ROOM = "client/ui/room/";
/** What a room's screen is made of, each by itself: none knows the room's model. */
const ROOM_PARTS = ["files", "people", "connection", "workbench"].map((name) => `${ROOM}${name}/`);
const LOAD_ROOM = `${ROOM}loadRoom.ts`;
/** What no screen is: every part of one may know it. */
const UI = [PROTOCOL, SYNC, ...PAGE_BASE, "client/browser.ts", "client/editor/", "client/frame/", ...UI_BASE];
const SCREEN = [...UI, UI_PARTS, PAGE_PORT, "client/ui/page.ts"];

/** Each part and what else it may import, the first that fits; a folder ends with a slash. A part may import itself. */
const PARTS: readonly (readonly [part: string, mayImport: readonly string[]])[] = [
  [PROTOCOL, []],
  [WEAVE, [PROTOCOL]],
  [ROOMS + "log/", [PROTOCOL, ...ROOM_PORTS]],
  [ROOMS + "people/", [PROTOCOL, ...ROOM_PORTS, ROOMS + "log/"]],
  [ROOMS + "file/", [PROTOCOL, ...ROOM_PORTS, ROOMS + "log/", ROOMS + "people/", ROOMS + "timers.ts"]],
  [ROOMS, [PROTOCOL]],
  [CONFIG, [PROTOCOL]],
  [PLATFORM, [PROTOCOL, ROOMS]],
  ["server/boundedLogger.ts", [ROOMS]],
  ["server/sweep.ts", [ROOMS]],
  [METRICS, [PROTOCOL, ROOMS]],
  [VALUES, []],
  ["server/store/", [PROTOCOL, ROOMS, VALUES]],
  [ROUTING, [PROTOCOL]],
  [FIGURES, []],
  [READINGS, [PROTOCOL, ROOMS]],
  [LOG, [PROTOCOL, ROOMS, READINGS]],
  [ROBOT, [PROTOCOL, ROOMS]],
  [FEATURE_ROOM, [PROTOCOL, ROOMS, VALUES, READINGS, LOG, ROBOT]],
  [FEATURE_PARTS, [PROTOCOL, ROOMS, LOG, FEATURE_ROOM]],
  [PORT, [PROTOCOL, ROOMS, VALUES, FIGURES, FEATURE_ROOM]],
  [HOST, [PROTOCOL, ROOMS, PORT, FEATURE_ROOM]],
  [NEIGHBOURS, [PROTOCOL, ROOMS]],
  [BOTH, [PROTOCOL]],
  ["server/features/*/", [PROTOCOL, WEAVE, ROOMS, VALUES, PORT, ROUTING, FEATURE_PARTS, FIGURES, LOG, FEATURE_ROOM]],
  ["server/cluster/", [PROTOCOL, ROOMS, NEIGHBOURS]],
  [BUDGETS, [PROTOCOL, ROOMS, CONFIG]],
  [HTTP, [PROTOCOL, ROOMS, CONFIG, BUDGETS, PORT, ROUTING]],
  ["server/dashboard/messages.ts", [FIGURES]],
  [DASHBOARD, [PROTOCOL, ROOMS, CONFIG, BUDGETS, HTTP, PORT, ROUTING, FIGURES, FEATURE_ROOM, METRICS, VALUES]],
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
      DASHBOARD,
      NEIGHBOURS,
      VALUES,
      "server/socket/",
      "server/app.ts",
      "server/sweep.ts",
    ],
  ],
  ["server/main.ts", ["server/"]],
  ["server/migrateStore.ts", [CONFIG, "server/store/"]],
  [SYNC, [PROTOCOL]],
  ["client/browser.ts", [PROTOCOL, SYNC]],
  ["client/library/", [PROTOCOL, SYNC, "client/browser.ts", "client/identity.ts", "client/roomLink.ts"]],
  ["client/editor/", [PROTOCOL, SYNC, ...PAGE_BASE]],
  ["client/frame/", ["client/browser.ts"]],
  [UI_PARTS, UI],
  [SITE, SCREEN],
  ...ROOM_PARTS.map((part) => [part, SCREEN] as const),
  [`${ROOM}around/`, [...SCREEN, SITE, ROOM]],
  // of what comes behind the editor the rest names the one file that it loads
  [`${ROOM}*`, [...SCREEN, ...ROOM_PARTS, `${ROOM}*`, `${ROOM}around/around.ts`]],
  ["client/ui/entry/", [...SCREEN, SITE, LOAD_ROOM, `${ROOM}connection/`]],
  ["client/ui/start/", [...SCREEN, SITE, LOAD_ROOM]],
  ["client/ui/app.tsx", ["client/ui/"]],
  [PAGE_PORT, UI],
  ["client/ui/page.ts", [...PAGE_BASE, PAGE_PORT]],
  ["client/ui/*", [PROTOCOL, SYNC, ...PAGE_BASE, ...UI_BASE]],
  ["client/features/*/", [WEAVE, ...UI, UI_PARTS, PAGE_PORT, SITE, ...ROOM_PARTS]],
  ["client/dashboard/", [PROTOCOL, ...PAGE_BASE, ...UI_BASE, UI_PARTS, SITE, "client/ui/base.css"]],
  ["client/features.ts", [PROTOCOL, "client/"]],
  ["client/waysIn.ts", ["client/ui/pageFeature.ts"]],
  ["client/roomNotes.ts", ["client/ui/pageFeature.ts"]],
  ["client/entryNotes.ts", ["client/ui/pageFeature.ts"]],
  ["client/main.tsx", [PROTOCOL, "client/"]],
  ["client/words.ts", ["client/german.ts"]],
  ["client/unconfirmed.ts", [PROTOCOL, SYNC, ...PAGE_BASE]],
  ["client/*", [PROTOCOL, ...PAGE_BASE]],
];

/** Packages that the pure parts may use: they do no I/O and know no platform. */
const PURE_PACKAGES = ["@codemirror/collab", "@codemirror/state", "valibot"];
const PURE = [PROTOCOL, WEAVE, ROOMS, BOTH, SYNC];

const isSource = (path: string): boolean =>
  /\.tsx?$/.test(path) &&
  !/\.(test|e2e|long)\.tsx?$|\.d\.ts$|^client\/(e2e\/|vite\.config\.ts$)|^(?:server|client)\/features\/\w+\/test\/|^server\/(test\/|vite\.config\.ts$|store\/\w*[cC]ontract\.ts$)/.test(
    path,
  );

const sources = ["server", "client"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter(isSource),
);

interface Import {
  /** a file's path, or a package's name */
  readonly imported: string;
  /** nothing of it is there when the program runs */
  readonly isOfTypes: boolean;
}

/** What a source imports, statically or later, for values or types. */
function importsOf(path: string, source: string): Import[] {
  const found = source.matchAll(/(?:\bimport (type )[^;"]*?\bfrom|(?<!\.)\bfrom|\bimport)\s*\(?\s*"([^"\s]+)"/g);
  return [...found].map(([, types, name = ""]) => ({ imported: resolved(path, name), isOfTypes: types !== undefined }));
}

function resolved(path: string, name: string): string {
  if (name.startsWith("#protocol/")) return name.replace("#protocol/", PROTOCOL);
  if (name.startsWith("#weave/")) return name.replace("#weave/", WEAVE);
  return name.startsWith(".") ? normalize(join(dirname(path), name)) : name;
}

/** What the page's half of a feature, or of the dashboard, may know of the other half: the types of what is said between the two. */
const messagesFor = (path: string): string =>
  path.replace(/^client\/(features\/\w+|dashboard)\/.*/, "server/$1/messages.ts");

/** What the page's half of a feature runs of the other half. */
const bothFor = (path: string): string => path.replace(/^client\/(features\/\w+)\/.*/, "server/$1/both/");

/** The instance of a part that a path belongs to: for a part with a star, the one folder. */
function within(path: string, part: string): string | undefined {
  const shape = new RegExp(`^${part.replaceAll(".", "\\.").replace("*", "[^/]+")}${part.endsWith("/") ? "" : "$"}`);
  return shape.exec(path)?.[0];
}

/** What is wrong with one import, or undefined. */
function wrong(path: string, { imported, isOfTypes }: Import): string | undefined {
  if ((isOfTypes && imported === messagesFor(path)) || imported.startsWith(bothFor(path))) return undefined;
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

/** Whether a feature is named from outside of its two halves. */
function namesFeature(path: string, imported: string): boolean {
  const [of, named] = [path, imported].map((one) => /^(?:server|client)\/features\/([^/]+)\//.exec(one)?.[1]);
  return named !== undefined && of !== named;
}

/** Lines that say something to the machine: no comment, no import, not blank. */
const linesOfCode = (source: string): number =>
  source
    .replaceAll(/^import\s[^;]*;$/gm, "")
    .replaceAll(/^\s*(\/\*[^]*?\*\/|\/\/.*)$/gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "").length;

/** What decisions have allowed the core, by their numbers, the newest last. */
const bounds = (): { readonly number: string; readonly most: string }[] =>
  readdirSync("docs/decisions")
    .toSorted()
    .flatMap((name) => {
      const record = readFileSync(join("docs/decisions", name), "utf8");
      const most = /^The core has at most ([\d,]+) lines of code\./m.exec(record)?.[1];
      return most === undefined ? [] : [{ number: name.slice(0, 4), most }];
    });

/** Of the lines that the core may have those that it has at least: no more room than a change or two needs. */
const LEAST_OF_BOUND = 0.98;

describe("the core", () => {
  it("[A4] can be read in one sitting, and grows only by a decision", () => {
    const core = sources.filter((path) => path.startsWith(PROTOCOL) || path.startsWith(ROOMS));
    expect(core.length).toBeGreaterThan(15);
    const lines = core.reduce((sum, path) => sum + linesOfCode(readFileSync(path, "utf8")), 0);
    // the newest record that says so
    const most = Number(bounds().at(-1)!.most.replaceAll(",", ""));
    expect(lines).toBeLessThanOrEqual(most);
    expect(lines).toBeGreaterThan(most * LEAST_OF_BOUND);
  });

  it("[A4] is said to have grown by the decisions that said so, to what the newest allows", () => {
    const page = readFileSync("docs/performance.md", "utf8");
    const grew = /^The core, .*grew by [^]*?\)\./m.exec(page)?.[0] ?? "";
    expect(bounds().filter(({ number }) => !grew.includes(number))).toEqual([]);
    const row = /^\| lines of code that the core may have .*\| +([\d,]+) \|$/m.exec(page);
    expect(row?.[1]).toBe(bounds().at(-1)?.most);
  });
});

/** The package that an import is of; undefined for what Node has and for a file. */
const packageOf = (imported: string): string | undefined =>
  /^(server|client)\/|^node:/.test(imported) ? undefined : /^(?:@[^/]+\/)?[^/]+/.exec(imported)?.[0];

/** The packages of which something is there when the program runs. */
const packagesIn = (path: string, source: string): string[] =>
  importsOf(path, source).flatMap(({ imported, isOfTypes }) => (isOfTypes ? [] : (packageOf(imported) ?? [])));

describe("packages", () => {
  it("[A9] what runs in the server or in the page is a dependency, bundled or not, and nothing else is", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
    const used = new Set(sources.flatMap((path) => packagesIn(path, readFileSync(path, "utf8"))));
    expect(Object.keys(dependencies).toSorted()).toEqual([...used].toSorted());
  });

  it("[A9] each has its line in the decision, alone or counted with its scope", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
    const decision = readFileSync("docs/decisions/0010-tools-and-dependencies.md", "utf8");
    // those that run and format code are named where it says why
    const named = decision + readFileSync("docs/decisions/0049-programs-in-frames.md", "utf8");
    const names = Object.keys(dependencies);
    const isCounted = (name: string): boolean => {
      const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
      const ofScope = names.filter((other) => other.startsWith(`${scope}/`)).length;
      return scope !== undefined && decision.includes(`${ofScope} of ${scope}`);
    };
    const isNamed = (name: string): boolean => new RegExp(`(?<![\\w/.-])${name}(?![\\w/-])`).test(named);
    expect(names.filter((name) => !isNamed(name) && !isCounted(name))).toEqual([]);
  });

  it("[A9] the check knows a package by what is imported of it, and leaves types out", () => {
    const source =
      'import a from "@b/c/d.js";\nimport type { E } from "f";\nawait import("g/h");\nimport "node:fs";\nimport "./i.ts";';
    expect(packagesIn("server/app.ts", source)).toEqual(["@b/c", "g"]);
  });
});

describe("imports", () => {
  it("[A1] run one way: protocol, rooms, the rest of the server; protocol, sync, editor, ui", () => {
    expect(sources.length).toBeGreaterThan(40);
    const complaints = sources.flatMap((path) =>
      importsOf(path, readFileSync(path, "utf8")).flatMap((one) => wrong(path, one) ?? []),
    );
    expect(complaints).toEqual([]);
  });

  it("[A2] only the two main files name features", () => {
    const naming = sources.filter((path) =>
      importsOf(path, readFileSync(path, "utf8")).some(({ imported }) => namesFeature(path, imported)),
    );
    expect(naming.filter((path) => path !== "server/main.ts" && path !== "client/features.ts")).toEqual([]);
    expect(namesFeature("server/app.ts", "server/features/any/index.ts")).toBe(true);
    expect(namesFeature("client/features/any/index.tsx", "server/features/other/messages.ts")).toBe(true);
    expect(namesFeature("server/features/any/index.ts", "server/features/any/words.ts")).toBe(false);
  });

  it.each([
    ["server/protocol/limits.ts", "../rooms/room.ts"],
    ["server/protocol/limits.ts", "node:fs"],
    ["server/weave/weave.ts", "../rooms/room.ts"],
    ["server/weave/weave.ts", "node:zlib"],
    ["server/protocol/limits.ts", "#weave/weave.ts"],
    ["client/editor/fileEditor.ts", "#weave/weave.ts"],
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
    ["client/features/chat/panel.tsx", "../../../server/features/files/messages.ts"],
    ["client/features/chat/panel.tsx", "../../../server/features/chat/conversation.ts"],
    ["client/features/chat/panel.tsx", "../../../server/features/assist/both/blockReader.ts"],
    ["client/ui/app.tsx", "../../server/features/assist/both/blockReader.ts"],
    ["server/features/assist/both/blockReader.ts", "../messages.ts"],
    ["server/features/assist/both/blockReader.ts", "../../../rooms/room.ts"],
    ["server/features/assist/both/blockReader.ts", "node:fs"],
    ["server/rooms/room.ts", "../features/assist/both/blockReader.ts"],
    ["client/ui/app.tsx", "../../server/features/chat/messages.ts"],
    ["client/ui/app.tsx", "../dashboard/chart.tsx"],
    ["client/ui/route.ts", "./app.tsx"],
    ["client/ui/parts/dialog.tsx", "../site/message.tsx"],
    ["client/ui/parts/dialog.tsx", "../room/files/places.ts"],
    ["client/ui/room/files/openFiles.ts", "../roomModel.ts"],
    ["client/ui/room/files/openFiles.ts", "../people/roomPeople.ts"],
    ["client/ui/room/roomModel.ts", "./around/people.tsx"],
    ["client/ui/room/around/people.tsx", "../../start/roomList.ts"],
    ["client/ui/start/home.tsx", "../room/roomModel.ts"],
    ["client/ui/entry/roomEntry.tsx", "../start/home.tsx"],
    ["client/features/chat/panel.tsx", "../../ui/room/roomModel.ts"],
    ["client/features/chat/panel.tsx", "../../ui/start/roomList.ts"],
    ["client/features/chat/panel.tsx", "../../ui/room/around/people.tsx"],
    ["client/dashboard/chart.tsx", "../ui/room/files/places.ts"],
    ["server/routing/described.ts", "../features/feature.ts"],
    ["server/features/featureRoom.ts", "../featureParts/toldLog.ts"],
    ["server/featureParts/toldLog.ts", "../features/chat/index.ts"],
    ["server/http/rooms.ts", "../featureParts/toldLog.ts"],
    ["server/rooms/room.ts", "../routing/described.ts"],
    ["client/ui/app.tsx", "../../server/dashboard/messages.ts"],
    ["client/dashboard/chart.tsx", "../features/chat/panel.tsx"],
    ["client/dashboard/chart.tsx", "../../server/dashboard/routes.ts"],
  ])("[A3] the check notices %s importing %s", (path, name) => {
    for (const source of [`import { x } from "${name}";`, `import("${name}")`, `import type { x } from "${name}";`])
      expect(importsOf(path, source).map((one) => wrong(path, one))).toEqual([expect.stringContaining(path)]);
  });

  it("[A3] the page's half of a feature takes types of what is said to the other half, and nothing else of that", () => {
    const [path, from] = ["client/features/chat/panel.tsx", '"../../../server/features/chat/messages.ts"'];
    const complaints = (source: string): number =>
      importsOf(path, source).filter((one) => wrong(path, one) !== undefined).length;
    for (const source of [`import type { x } from ${from};`, `import type * as x from ${from};`])
      expect(complaints(source)).toBe(0);
    for (const source of [`import { type x } from ${from};`, `import ${from};`, `export { x } from ${from};`])
      expect(complaints(source)).toBe(1);
    expect(complaints(`import type { y } from "./y.ts";\nimport { x } from ${from};`)).toBe(1);
    expect(complaints('import { x } from "../../../server/features/chat/both/x.ts";')).toBe(0);
  });
});
