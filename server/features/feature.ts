// The port by which features take part in the server: in live rooms and over HTTP. Knows no feature.
import type { IncomingMessage } from "node:http";
import type { Router } from "express";
import type { Participant, Role, RoomDetails } from "../protocol/events.ts";
import type { ConnectedClient } from "../protocol/messages.ts";
import type { UpdateJSON } from "../protocol/updates.ts";
import type { Coming, RoomHandle } from "../rooms/feature.ts";
import type { FeatureLog, LogListener } from "./featureLog.ts";

/** Rooms for whoever has the `key`, each at any of its addresses. What does not exist is undefined; each method may throw Refusal. */
export interface RoomReader {
  /** its `roomId` is the address that was asked for */
  details(address: string, key?: string): Promise<RoomDetails | undefined>;
  /** the text of a file as everybody may see it; the file is not kept in memory for it */
  text(address: string, file: number, key?: string): Promise<string | undefined>;
  /** What the feature's share of the room answers to the participant with this key, once all that it wrote is durable. */
  request(address: string, key: string | undefined, feature: string, data: unknown): Promise<unknown>;
}

/** A live room as a feature has it. */
export interface FeatureRoom extends Omit<RoomHandle, "kept" | "keep" | "failed"> {
  /** ms since 1970 */
  now(): number;
  /** Runs once after `ms`, unless the room is not in memory by then; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** What the feature has kept with the room last, undefined at first. */
  kept(): unknown;
  /** Keeps it, whole, by an entry of the room's own log; nobody else is shown it. */
  keep(value: unknown): void;
  /** Makes a further address lead to the room, as RoomStore.claimAddress says; false when it is taken. Throws Refusal store_unavailable. */
  claimAddress(address: string, expiresAt: number, leadsTo?: string): Promise<boolean>;
  /** An address of the room leads nowhere from now on. Throws Refusal store_unavailable. */
  releaseAddress(address: string): Promise<void>;
  /** Opens the feature's own log, kept with the room and deleted with it; `stream`: FEATURE_STREAMS and a number of its own. Once. */
  log<Entry>(stream: number, listener: LogListener<Entry>): FeatureLog<Entry>;
}

/** A feature's share of one live room. A hook that throws is logged and the feature is switched off for that room; typing goes on. */
export interface RoomFeature {
  /**
   * The role in which somebody comes in, now or when it is decided; undefined leaves that to others. Throws or rejects with a
   * Refusal. Once a feature that has this hook is switched off, only those whom the room knows are let in.
   */
  admit?(coming: Coming): Role | Promise<Role> | undefined;
  /**
   * Whether the participant may have a file of the feature's own open, which the room does not list: its number is the stream's.
   * Asked anew when they change, so it follows from the room's details; what they may not have any more is closed to them.
   */
  mayOpen?(file: number, participant: number): boolean;
  joined?(client: ConnectedClient): void;
  left?(client: ConnectedClient): void;
  /** told after the commit to a file that the room lists; `version` is the one before the first of `updates` */
  committed?(file: number, version: number, updates: readonly UpdateJSON[]): void;
  /** `data` is whatever a client sent: the feature's own schema decodes it; a Refusal, thrown or rejected with, goes back to that client */
  message?(from: ConnectedClient, data: unknown): void | Promise<void>;
  /** the same over HTTP, in the name of a participant; what it returns, or resolves with, is the answer */
  request?(from: Participant, data: unknown): unknown;
  closed?(): void;
}

/** Somebody who asks for a room over HTTP. */
export interface Reader {
  readonly roomId: string;
  /** by which they ask: the room's id, or another that leads to it */
  readonly address: string;
  /** whom their key shows them to be */
  readonly person: Participant | undefined;
}

/** A capability beside the core. Only the main file names it. */
export interface Feature {
  readonly name: string;
  /** Called when a room goes live. */
  open?(room: FeatureRoom): RoomFeature;
  /**
   * Guards what HTTP tells of a room, by what the feature has kept with it, whether the room is in memory or not. Throws a Refusal
   * for whoever may not read; whoever may not read may do nothing else over HTTP.
   */
  admitReader?(reader: Reader, kept: unknown): void;
  /** Mounted at /api/rooms/:roomId/<name>, with the parameters merged, `roomId` being any address of the room; look-ups that fail there are limited already. */
  routes?(services: {
    rooms: RoomReader;
    /** the participant's secret that a request bears; undefined: none */
    keyOf(request: IncomingMessage): string | undefined;
    /** what counts as one network address */
    addressOf(request: IncomingMessage): string;
  }): Router;
  /** what each request to its routes counts besides, in plainest requests of RATE_REQUESTS_PER_MINUTE, where answering takes more; absent: nothing */
  readonly requestPoints?: number;
  /**
   * The messages that it takes of one participant in a second, and at once, over the socket and HTTP together; absent: as many
   * as LIMIT_MESSAGES_PER_SECOND says, and twice that at once. 0 there is no bound here either. Each feature's share is its own.
   */
  readonly messages?: { readonly perSecond: number; readonly atOnce: number };
  /** its routes in OpenAPI, by path from there on, with the path items */
  readonly paths?: Readonly<Record<string, object>>;
  close?(): Promise<void>;
}
