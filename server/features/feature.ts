// The port by which features take part in the server, beside the one into a live room. Knows no feature.
import type { Router } from "express";
import type { RoomDetails } from "../protocol/events.ts";
import type { RoomFeaturePort } from "../rooms/feature.ts";

/** Rooms as a feature may read them. Both are undefined for what does not exist; both may throw Refusal. */
export interface RoomReader {
  details(roomId: string): Promise<RoomDetails | undefined>;
  /** the text of a file as everybody may see it */
  text(roomId: string, file: number): Promise<string | undefined>;
}

/** A capability beside the core. Only the main file names it. */
export interface Feature extends RoomFeaturePort {
  /** Mounted at /api/rooms/:roomId/<name>, with the parameters merged; look-ups that fail there are limited already. */
  routes?(services: { rooms: RoomReader }): Router;
  /** its routes in OpenAPI, by path from there on, with the path items */
  readonly paths?: Readonly<Record<string, object>>;
  close?(): Promise<void>;
}
