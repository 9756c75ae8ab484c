// Copies all rooms from one store to another, from the command line. Knows the stores and the settings.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadConfig } from "./config.ts";
import { openEmbeddedStore } from "./store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "./store/keeping.ts";
import { copyRooms, type Copied } from "./store/migrate.ts";
import { openMongoStore } from "./store/mongo/mongoStore.ts";

const USAGE = `How to use it: npm run migrate-store -- --from STORE --to STORE

STORE is embedded (the folder DATA_DIR), mongodb (MONGODB_URI, or MONGODB_HOST, MONGODB_USER and MONGODB_PASSWORD),
a folder with a / in its path, like ./data, or an address that begins with mongodb:// or mongodb+srv://.
No server may write either meanwhile.`;

/** What holds a store: a folder, or the address of a MongoDB. */
type Place = { readonly folder: string } | { readonly uri: string };

/** What a STORE means. Throws a sentence for what is none. */
function placeOf(store: string): Place {
  const { dataDir, mongodbUri } = loadConfig();
  if (store === "embedded") return { folder: dataDir };
  if (/^mongodb(\+srv)?:\/\//.test(store)) return { uri: store };
  // a name that is mistyped is none of a folder
  if (/[/\\]/.test(store)) return { folder: store };
  if (store !== "mongodb") throw new Error(`"${store}" is no store.`);
  if (mongodbUri === undefined) throw new Error("MONGODB_URI is not set.");
  return { uri: mongodbUri };
}

const open = (place: Place): Promise<ListedRoomStore> =>
  "uri" in place ? openMongoStore(place.uri) : openEmbeddedStore(place.folder);

const counted = ({ rooms, entries }: Copied): string => `${rooms} rooms, ${entries} entries of their logs`;

async function copy(from: Place, to: Place): Promise<void> {
  // opening a folder makes it
  if ("folder" in from && !existsSync(from.folder)) throw new Error(`There is no folder ${from.folder} to copy from.`);
  const source = await open(from);
  try {
    if ((await source.rooms("", 1)).length === 0) throw new Error("There are no rooms in the store to copy from.");
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
    copy(placeOf(from), placeOf(to)).catch((error: unknown) =>
      fail(error, "Not all was copied; it can be begun anew."),
    );
  } catch (error) {
    fail(error, USAGE);
  }
}

main();
