// What a folder has brought to the disk when a call returns, by the calls that it makes of the file system. Knows no program.
import * as fs from "node:fs";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";

/** Renames and syncs in their order, with what they are of. */
let calls: string[];
let path: string;
jest.unstable_mockModule("node:fs", () => ({
  ...fs,
  fsyncSync(descriptor: number) {
    calls.push(`sync ${relative(path, readlinkSync(`/proc/self/fd/${descriptor}`))}`);
    fs.fsyncSync(descriptor);
  },
  renameSync(from: string, to: string) {
    calls.push(`rename ${relative(path, to)}`);
    fs.renameSync(from, to);
  },
}));
const { Folder } = await import("./folder.ts");

beforeEach(() => {
  calls = [];
  path = mkdtempSync(join(tmpdir(), "companion-synced-"));
});
afterEach(() => rmSync(path, { recursive: true }));

it("[K43] a name is on the disk when the call returns, not the file's text alone", async () => {
  const folder = await Folder.open(path);
  expect(calls.splice(0)).toEqual(["sync "]);
  folder.keepKey("346789ABCDEFG", "k");
  expect(calls).toEqual(["sync keys/346789ABCDEFG.json.new", "rename keys/346789ABCDEFG.json", "sync keys"]);
  folder.close();
});

it("[K43] a folder that is made is on the disk by its name, with those above it that are made", async () => {
  const folder = await Folder.open(join(path, "one", "two"));
  expect(calls.splice(0)).toEqual(["sync one/two", "sync one", "sync "]);
  folder.close();
  (await Folder.open(join(path, "one", "two"))).close();
  expect(calls).toEqual(["sync one/two"]);
});
