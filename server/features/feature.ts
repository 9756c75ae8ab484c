// The port by which features take part in the server: in live rooms and over HTTP. Knows no feature.
import type { Router } from "express";
import type { RoomDetails } from "../protocol/events.ts";
import type { ConnectedClient, UpdateJSON } from "../protocol/messages.ts";
import type { RoomHandle } from "../rooms/feature.ts";
import type { FeatureLog, LogListener } from "./featureLog.ts";

/** Rooms as a feature may read them. Both are undefined for what does not exist; both may throw Refusal. */
export interface RoomReader {
  details(roomId: string): Promise<RoomDetails | undefined>;
  /** the text of a file as everybody may see it */
  text(roomId: string, file: number): Promise<string | undefined>;
}

/** A live room as a feature has it. */
export interface FeatureRoom extends RoomHandle {
  /** ms since 1970 */
  now(): number;
  /** Opens the feature's own log, kept with the room and deleted with it; `stream`: FEATURE_STREAMS and a number of its own. Once. */
  log<Entry>(stream: number, listener: LogListener<Entry>): FeatureLog<Entry>;
}

/** A feature's share of one live room. A hook that throws is logged and the feature is switched off for that room; typing goes on. */
export interface RoomFeature {
  joined?(client: ConnectedClient): void;
  left?(client: ConnectedClient): void;
  /** told after the commit; `version` is the one before the first of `updates` */
  committed?(file: number, version: number, updates: readonly UpdateJSON[]): void;
  /** `data` is whatever a client sent: the feature's own schema decodes it; a Refusal goes back to that client */
  message?(from: ConnectedClient, data: unknown): void;
  closed?(): void;
}

/** A capability beside the core. Only the main file names it. */
export interface Feature {
  readonly name: string;
  /** Called when a room goes live. */
  open?(room: FeatureRoom): RoomFeature;
  /** Mounted at /api/rooms/:roomId/<name>, with the parameters merged; look-ups that fail there are limited already. */
  routes?(services: { rooms: RoomReader }): Router;
  /** its routes in OpenAPI, by path from there on, with the path items */
  readonly paths?: Readonly<Record<string, object>>;
  close?(): Promise<void>;
}
