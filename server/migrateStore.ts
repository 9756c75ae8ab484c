// Copies all rooms from one store to another, from the command line. Knows the stores and the settings.
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { loadConfig } from "./config.ts";
import { hasStore, openEmbeddedStore } from "./store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "./store/anyStore.ts";
import { copyRooms, type Copied } from "./store/migrate.ts";
import { openMongoStore } from "./store/mongo/mongoStore.ts";

const USAGE = `How to use it: npm run migrate-store -- --from STORE --to STORE

STORE is embedded (the folder DATA_DIR), mongodb (MONGODB_URI, or MONGODB_HOST, MONGODB_USER and MONGODB_PASSWORD),
a folder with a / in its path, like ./data, or an address that begins with mongodb:// or mongodb+srv://.
No server may write either meanwhile.`;

/** What holds a store: a folder, as it is called whichever way leads there, or the address of a MongoDB. */
type Place = { readonly folder: string } | { readonly uri: string };

const folderAt = (path: string): Place => ({ folder: existsSync(path) ? realpathSync(path) : resolve(path) });

/** What a STORE means. Throws a sentence for what is none. */
function placeOf(store: string): Place {
  const { dataDir, mongodbUri } = loadConfig();
  if (store === "embedded") return folderAt(dataDir);
  if (/^mongodb(\+srv)?:\/\//.test(store)) return { uri: store };
  // a name that is mistyped is none of a folder
  if (/[/\\]/.test(store)) return folderAt(store);
  if (store !== "mongodb") throw new Error(`"${store}" is no store.`);
  if (mongodbUri === undefined) throw new Error("MONGODB_URI is not set.");
  return { uri: mongodbUri };
}

const open = (place: Place): Promise<ListedRoomStore> =>
  "uri" in place ? openMongoStore(place.uri) : openEmbeddedStore(place.folder);

const counted = ({ rooms, entries }: Copied): string => `${rooms} rooms, ${entries} entries of their logs`;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function copy(from: Place, to: Place): Promise<void> {
  // opening a folder makes one there
  if ("folder" in from && !hasStore(from.folder)) throw new Error(`There is no store in the folder ${from.folder}.`);
  const source = await open(from);
  try {
    if ((await source.rooms("", 1)).length === 0) throw new Error("There are no rooms in the store to copy from.");
    const target = await open(to);
    try {
      const copied = await copyRooms(source, target, (sofar) => void process.stderr.write(`${counted(sofar)}\n`)).catch(
        (error: unknown) => {
          throw new Error(`${sentenceOf(error)}\nNot all was copied; it can be begun anew.`, { cause: error });
        },
      );
      process.stdout.write(`Both stores have the same: ${counted(copied)}.\n`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function fail(...sentences: readonly string[]): void {
  process.stderr.write(`${sentences.join("\n")}\n`);
  process.exitCode = 1;
}

function main(): void {
  try {
    const { from, to } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } }).values;
    if (from === undefined || to === undefined) throw new Error("Two stores are needed.");
    const places = [placeOf(from), placeOf(to)] as const;
    if (isDeepStrictEqual(...places)) throw new Error("Two stores are needed; these are the same.");
    copy(...places).catch((error: unknown) => fail(sentenceOf(error)));
  } catch (error) {
    fail(sentenceOf(error), USAGE);
  }
}

main();
