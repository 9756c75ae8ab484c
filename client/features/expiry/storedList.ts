// Lines about rooms that a browser remembers, the newest first. Knows no room.
import { browserStorage } from "../../stored.ts";

/** What was written longest ago is forgotten first. */
export const MOST_ROOMS = 200;
/** Longer is nothing that this page has written. */
const STORED_CHARACTERS = 40_000;

/** None where nothing may be stored, or somebody else has written it. */
export function readList(name: string): readonly unknown[] {
  const lines = browserStorage.readJson(name, STORED_CHARACTERS);
  return Array.isArray(lines) ? lines : [];
}

/** Puts a line at the head, in the place of those that `replaces` says; where nothing can be stored nothing happens. */
export function putInList(name: string, line: string, replaces: (other: unknown) => boolean): void {
  const lines = [line, ...readList(name).filter((other) => !replaces(other))].slice(0, MOST_ROOMS);
  browserStorage.write(name, JSON.stringify(lines));
}
