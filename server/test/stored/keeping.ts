// What a store holds, kept in files and put back: a data folder, or a database of MongoDB. Knows no room.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { mongo } from "mongoose";

const { EJSON } = mongo.BSON;
const BEST = { level: 9 };
/** Without LMDB's lock and the process's own socket, which are nothing once the process has ended. */
const DATA_FILES = /^(data\.mdb|journal-\d)$/;
/** A collection is a list of documents in Extended JSON, one a line. */
const COLLECTION = ".ejson.gz";
/** What is in it is written anew at every question whether the store is ready. */
const LEFT_OUT = ["probes"];

/** Keeps a data folder that no process uses. */
export async function keepFolder(dataDir: string, place: string): Promise<void> {
  await mkdir(place, { recursive: true });
  for (const name of await readdir(dataDir))
    if (DATA_FILES.test(name))
      await writeFile(join(place, `${name}.gz`), gzipSync(await readFile(join(dataDir, name)), BEST));
}

export async function putFolderBack(place: string, dataDir: string): Promise<void> {
  for (const name of await readdir(place))
    if (DATA_FILES.test(name.replace(/\.gz$/, "")))
      await writeFile(join(dataDir, name.replace(/\.gz$/, "")), gunzipSync(await readFile(join(place, name))));
}

/** Keeps a database, each document to the type of its numbers. */
export async function keepDatabase(uri: string, place: string): Promise<void> {
  await mkdir(place, { recursive: true });
  const client = await mongo.MongoClient.connect(uri);
  try {
    for (const { collectionName } of await client.db().collections()) {
      if (LEFT_OUT.includes(collectionName)) continue;
      const documents = await client
        .db()
        .collection(collectionName)
        .find({}, { sort: { _id: 1 } })
        .toArray();
      const lines = documents.map((document) => EJSON.stringify(document, { relaxed: false }));
      await writeFile(join(place, `${collectionName}${COLLECTION}`), gzipSync(lines.join("\n"), BEST));
    }
  } finally {
    await client.close();
  }
}

/** Into a database that nobody has used. */
export async function putDatabaseBack(place: string, uri: string): Promise<void> {
  const client = await mongo.MongoClient.connect(uri);
  try {
    for (const name of await readdir(place)) {
      if (!name.endsWith(COLLECTION)) continue;
      const text = gunzipSync(await readFile(join(place, name))).toString();
      const documents =
        text === "" ? [] : text.split("\n").map((line) => EJSON.parse(line, { relaxed: false }) as mongo.Document);
      if (documents.length > 0) await client.db().collection(name.slice(0, -COLLECTION.length)).insertMany(documents);
    }
  } finally {
    await client.close();
  }
}
