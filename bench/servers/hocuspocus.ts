// Hocuspocus in memory or with SQLite, and its provider. Knows no scenario.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { readVarString } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from "lib0/encoding";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./contestant.ts";
import { type Framing, joinFully, joinLightly } from "./yjsClient.ts";

const SERVER = fileURLToPath(new URL("hocuspocus.server.mjs", import.meta.url));
const AUTHENTICATION = 2;
const TOKEN = 0;
const PROVIDER_VERSION = "4.8.0";

function framing(url: string, room: string): Framing {
  const greeting = createEncoder();
  writeVarString(greeting, room);
  writeVarUint(greeting, AUTHENTICATION);
  writeVarUint(greeting, TOKEN);
  writeVarString(greeting, "");
  writeVarString(greeting, PROVIDER_VERSION);
  return {
    url,
    greeting: [toUint8Array(greeting)],
    begin: (encoder) => writeVarString(encoder, room),
    skip: (decoder) => void readVarString(decoder),
  };
}

const hocuspocusWith = (durable: boolean, name: string): Contestant => ({
  name,
  durable,
  hasText: true,
  server: ({ port, dataDir }) => ({
    args: [SERVER],
    env: { PORT: String(port), ...(durable && { DATABASE: join(dataDir, "documents.sqlite") }) },
  }),
  createRoom: async () => randomUUID(),
  join: (options) => {
    const url = `ws://127.0.0.1:${options.port}`;
    if (options.light) return joinLightly(options, framing(url, options.room));
    return joinFully(options, (document, webSocket, onSynced) => {
      const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: webSocket });
      const provider = new HocuspocusProvider({ websocketProvider, name: options.room, document, token: "", onSynced });
      provider.attach();
      return {
        awareness: provider.awareness,
        destroy: () => {
          provider.destroy();
          websocketProvider.destroy();
        },
      };
    });
  },
});

export const hocuspocus = hocuspocusWith(false, "hocuspocus");
export const hocuspocusSqlite = hocuspocusWith(true, "hocuspocus-sqlite");
