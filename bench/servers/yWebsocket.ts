// The y-websocket server in memory or with LevelDB, and its provider. Knows no scenario.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { WebsocketProvider } from "y-websocket";
import type { Contestant } from "./contestant.ts";
import { joinFully, joinLightly } from "./yjsClient.ts";

const SERVER = fileURLToPath(new URL("../node_modules/@y/websocket-server/src/server.js", import.meta.url));

const yWebsocketWith = (durable: boolean, name: string): Contestant => ({
  name,
  durable,
  hasText: true,
  server: (dataDir) => ({ args: [SERVER], ...(durable && { env: { YPERSISTENCE: dataDir } }) }),
  createRoom: async () => randomUUID(),
  join: (options) =>
    joinFully(options, (doc, webSocket, synced) => {
      const provider = new WebsocketProvider(`ws://127.0.0.1:${options.port}`, options.room, doc, {
        WebSocketPolyfill: webSocket,
        disableBc: true,
      });
      provider.once("sync", synced);
      return provider;
    }),
  joinLightly: (options) => {
    const url = `ws://127.0.0.1:${options.port}/${options.room}`;
    return joinLightly(options, { url, greeting: [], begin: () => {}, skip: () => {} });
  },
});

export const yWebsocket = yWebsocketWith(false, "y-websocket");
export const yWebsocketLevelDb = yWebsocketWith(true, "y-websocket-leveldb");
