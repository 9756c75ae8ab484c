// Copies all rooms from one store to another, from the command line. Knows the stores and the settings.
import { parseArgs } from "node:util";
import { loadConfig } from "./config.ts";
import { openEmbeddedStore } from "./store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "./store/keeping.ts";
import { copyRooms, type Copied } from "./store/migrate.ts";
import { openMongoStore } from "./store/mongo/mongoStore.ts";

const USAGE = `How to use it: npm run migrate-store -- --from STORE --to STORE

STORE is embedded (the folder DATA_DIR), mongodb (MONGODB_URI, or MONGODB_HOST, MONGODB_USER and MONGODB_PASSWORD),
a folder, or an address that begins with mongodb:// or mongodb+srv://. No server may write either meanwhile.`;

async function open(store: string): Promise<ListedRoomStore> {
  const { dataDir, mongodbUri } = loadConfig();
  if (store === "embedded") return openEmbeddedStore(dataDir);
  if (/^mongodb(\+srv)?:\/\//.test(store)) return openMongoStore(store);
  if (store !== "mongodb") return openEmbeddedStore(store);
  if (mongodbUri === undefined) throw new Error("MONGODB_URI is not set.");
  return openMongoStore(mongodbUri);
}

const counted = ({ rooms, entries }: Copied): string => `${rooms} rooms, ${entries} entries of their logs`;

async function copy(from: string, to: string): Promise<void> {
  const source = await open(from);
  try {
    const target = await open(to);
    try {
      const copied = await copyRooms(source, target, (sofar) => void process.stderr.write(`${counted(sofar)}\n`));
      process.stdout.write(`Both stores have the same: ${counted(copied)}.\n`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function fail(error: unknown, advice: string): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${advice}\n`);
  process.exitCode = 1;
}

function main(): void {
  try {
    const { from, to } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } }).values;
    if (from === undefined || to === undefined || from === to) throw new Error("Two stores are needed.");
    copy(from, to).catch((error: unknown) => fail(error, "Not all was copied; it can be begun anew."));
  } catch (error) {
    fail(error, USAGE);
  }
}

main();
