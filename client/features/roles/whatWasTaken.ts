// What became of somebody from whom something was taken, in words. Knows no links.
import type { Participant } from "#protocol/events.ts";

export const whatWasTaken = ({ name, role, removed }: Participant): string =>
  removed === true ? `${name} is removed` : `${name} is ${role === "viewer" ? "a viewer" : "an editor"} now`;
