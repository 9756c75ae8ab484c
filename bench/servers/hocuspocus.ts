// Hocuspocus in memory or with SQLite, and its provider. Knows no scenario.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { readVarString } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from "lib0/encoding";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contestant, JoinOptions } from "./contestant.ts";
import { type Framing, joinFully, joinLightly } from "./yjsClient.ts";

const SERVER = fileURLToPath(new URL("hocuspocus.server.mjs", import.meta.url));
const AUTHENTICATION = 2;
const TOKEN = 0;
const PROVIDER_VERSION = "4.8.0";

const urlOf = ({ port }: JoinOptions): string => `ws://127.0.0.1:${port}`;

function framing(options: JoinOptions): Framing {
  const { room } = options;
  const greeting = createEncoder();
  writeVarString(greeting, room);
  writeVarUint(greeting, AUTHENTICATION);
  writeVarUint(greeting, TOKEN);
  writeVarString(greeting, "");
  writeVarString(greeting, PROVIDER_VERSION);
  return {
    url: urlOf(options),
    greeting: [toUint8Array(greeting)],
    begin: (encoder) => writeVarString(encoder, room),
    skip: (decoder) => void readVarString(decoder),
  };
}

const hocuspocusWith = (durable: boolean, name: string): Contestant => ({
  name,
  durable,
  hasText: true,
  server: (dataDir) => ({ args: [SERVER], ...(durable && { env: { DATABASE: join(dataDir, "documents.sqlite") } }) }),
  createRoom: async () => randomUUID(),
  join: (options) =>
    joinFully(options, (document, webSocket, onSynced) => {
      const websocketProvider = new HocuspocusProviderWebsocket({
        url: urlOf(options),
        WebSocketPolyfill: webSocket,
      });
      const provider = new HocuspocusProvider({ websocketProvider, name: options.room, document, token: "", onSynced });
      provider.attach();
      return {
        destroy: () => {
          provider.destroy();
          websocketProvider.destroy();
        },
      };
    }),
  joinLightly: (options) => joinLightly(options, framing(options)),
});

export const hocuspocus = hocuspocusWith(false, "hocuspocus");
export const hocuspocusSqlite = hocuspocusWith(true, "hocuspocus-sqlite");
