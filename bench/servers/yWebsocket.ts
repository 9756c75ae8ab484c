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
  server: ({ port, dataDir }) => ({
    args: [SERVER],
    env: { HOST: "127.0.0.1", PORT: String(port), ...(durable && { YPERSISTENCE: dataDir }) },
  }),
  createRoom: async () => randomUUID(),
  join: (options) => {
    const address = `ws://127.0.0.1:${options.port}`;
    if (options.light)
      return joinLightly(options, { url: `${address}/${options.room}`, greeting: [], begin: () => {}, skip: () => {} });
    return joinFully(options, (doc, webSocket, synced) => {
      const provider = new WebsocketProvider(address, options.room, doc, {
        WebSocketPolyfill: webSocket,
        disableBc: true,
      });
      provider.once("sync", synced);
      return provider;
    });
  },
});

export const yWebsocket = yWebsocketWith(false, "y-websocket");
export const yWebsocketLevelDb = yWebsocketWith(true, "y-websocket-leveldb");
