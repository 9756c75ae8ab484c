// What became of somebody from whom something was taken, in words. Knows no links.
import type { Participant } from "#protocol/events.ts";
import { words } from "./words.owners.ts";

export const whatWasTaken = ({ name, role, removed }: Participant): string =>
  words.value.taken[removed === true ? "removed" : role === "viewer" ? "viewer" : "editor"](name);
