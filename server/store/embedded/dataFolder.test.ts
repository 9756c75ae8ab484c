// What of a new data folder is on the disk when a store in it is open, by the calls that are made of the file system.
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** Folders that were synced, in their order. */
let synced: string[];
let path: string;
jest.unstable_mockModule("node:fs/promises", () => ({
  ...fs,
  async open(...[file, ...how]: Parameters<typeof fs.open>) {
    const handle = await fs.open(file, ...how);
    if ((await handle.stat()).isDirectory()) {
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        synced.push(relative(path, String(file)));
      };
    }
    return handle;
  },
}));
const { openEmbeddedStore } = await import("./embeddedStore.ts");

beforeEach(async () => {
  synced = [];
  path = await fs.mkdtemp(join(tmpdir(), "store-"));
});
afterEach(() => fs.rm(path, { recursive: true }));

it("[S26] a folder that is made is on the disk by its name, with those above it that are made, and no other is asked", async () => {
  const folder = join(path, "one", "two", "data");
  const first = await openEmbeddedStore(folder);
  expect(synced.toSorted()).toEqual(["", "one", join("one", "two"), join("one", "two", "data")]);
  await first.close();
  synced = [];
  const second = await openEmbeddedStore(folder);
  expect(synced).toEqual([join("one", "two", "data")]);
  await second.close();
});
