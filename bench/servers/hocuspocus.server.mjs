// Hocuspocus as its guide sets it up, in memory or with its SQLite extension. Knows no client.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const { PORT, DATABASE } = process.env;
const extensions = DATABASE === undefined ? [] : [new SQLite({ database: DATABASE })];
await new Server({ port: Number(PORT), address: "127.0.0.1", quiet: true, extensions }).listen();
