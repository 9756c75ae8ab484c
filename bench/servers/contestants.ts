// Who is measured, by name; a peer's libraries are loaded only when it is. Knows no scenario.
import type { Contestant } from "./contestant.ts";

/** In the order of the tables; the relay, which every ratio is against, comes first. */
const LOADERS: Readonly<Record<string, () => Promise<Contestant>>> = {
  relay: async () => (await import("./relay.ts")).relay,
  ours: async () => (await import("./ours.ts")).ours,
  "ours-memory": async () => (await import("./ours.ts")).oursMemory,
  "ours-dashboard": async () => (await import("./dashboard.ts")).oursDashboard,
  "y-websocket": async () => (await import("./yWebsocket.ts")).yWebsocket,
  "y-websocket-leveldb": async () => (await import("./yWebsocket.ts")).yWebsocketLevelDb,
  hocuspocus: async () => (await import("./hocuspocus.ts")).hocuspocus,
  "hocuspocus-sqlite": async () => (await import("./hocuspocus.ts")).hocuspocusSqlite,
  sharedb: async () => (await import("./sharedb.ts")).sharedb,
};

/** As tables and pictures name them. */
export const LABELS: Readonly<Record<string, string>> = {
  relay: "bare relay",
  ours: "Code Companion",
  "ours-memory": "Code Companion, memory",
  "ours-dashboard": "Code Companion, its dashboard open",
  "y-websocket": "y-websocket, memory",
  "y-websocket-leveldb": "y-websocket, LevelDB",
  hocuspocus: "Hocuspocus, memory",
  "hocuspocus-sqlite": "Hocuspocus, SQLite",
  sharedb: "ShareDB, memory",
};

export const RELAY = "relay";
export const OURS = "ours";
/** Measured where it is named, and not beside all others. */
export const WATCHED = "ours-dashboard";
export const CONTESTANTS = Object.keys(LOADERS);
/** Others' servers that store what is typed. */
export const STORING_PEERS = ["y-websocket-leveldb", "hocuspocus-sqlite"];
/** Those that need nothing but this project. */
export const OWN = ["relay", "ours", "ours-memory", WATCHED];

export function loadContestant(name: string): Promise<Contestant> {
  const load = LOADERS[name];
  if (!load) throw new Error(`No contestant is called ${name}; there are ${CONTESTANTS.join(", ")}.`);
  return load();
}
