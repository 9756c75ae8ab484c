// What earlier builds have stored, put back somewhere of its own, and a server of this build on it. Knows no rule.
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Feature } from "../../features/feature.ts";
import { systemClock } from "../../platform.ts";
import { openEmbeddedStore } from "../../store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "../../store/anyStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import type { Expected } from "./expected.ts";
import { putFolderBack } from "./keeping.ts";

const DATA = fileURLToPath(new URL("data", import.meta.url));

/** The builds of which something is kept. */
export const BUILDS = readdirSync(DATA);

/** What was kept, put back somewhere of its own. */
export interface PutBack {
  readonly open: () => Promise<ListedRoomStore>;
  readonly remove: () => Promise<void>;
}

/** Where that of a build in a store is kept, and what must be found in it. */
export function keptBy(build: string, store: string): { readonly place: string; readonly expected: Expected } {
  const place = join(DATA, build, store);
  return { place, expected: JSON.parse(readFileSync(join(place, "expected.json"), "utf8")) as Expected };
}

export async function folderPutBack(place: string): Promise<PutBack> {
  const folder = await mkdtemp(join(tmpdir(), "companion-stored-"));
  await putFolderBack(place, folder);
  return { open: () => openEmbeddedStore(folder), remove: () => rm(folder, { recursive: true }) };
}

/** Starts this build on it so long after it was made, whatever the time is now. */
export async function startOn(
  stored: PutBack,
  { madeAt }: Expected,
  afterMs: number,
  features: readonly Feature[],
): Promise<TestServer> {
  const ahead = madeAt + afterMs - systemClock.now();
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const limits = { LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_PUSHES_PER_SECOND: "0" };
  return startTestServer(limits, await stored.open(), features, clock);
}
