// The port of features on the server: what one brings, for live rooms and over HTTP, and what it is told. Knows no feature.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Router } from "express";
import type { Participant, Role, RoomDetails, RoomFile } from "../protocol/events.ts";
import type { Language } from "../protocol/languages.ts";
import type { ConnectedClient } from "../protocol/serverMessages.ts";
import type { Coming, Mark } from "../rooms/roomPort.ts";
import type { Asker } from "../rooms/people/rights.ts";
import type { Outlet } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import type { Figure } from "./figures.ts";
import type { FeatureOwn, FeatureRoom, FeatureSetting, HostServices, OperatorVoice } from "./featureRoom.ts";

/** Rooms for whoever has the `key`, each at any of its addresses. What does not exist is undefined; each method may throw Refusal. */
export interface RoomReader {
  /** its `roomId` is the address that was asked for */
  details(address: string, key?: string): Promise<RoomDetails | undefined>;
  /** the text of a file as everybody may see it; the file is not kept in memory for it */
  text(address: string, file: number, key?: string): Promise<string | undefined>;
  /**
   * When the room is deleted unless somebody visits it before, in ms since 1970, Infinity: never; to an owner. To ask is no visit.
   * Undefined when there is no such room. Throws Refusal unauthorized and not_owner.
   */
  expiryOf(address: string, key: string | undefined): Promise<number | undefined>;
  /** What the feature's share of the room answers to the participant with this key, once all that it wrote is durable. */
  request(address: string, key: string | undefined, feature: string, data: unknown): Promise<unknown>;
  /** The same for what only reads: no bound of what is written holds it up, and neither does a server that takes no changes. */
  look(address: string, key: string | undefined, feature: string, data: unknown): Promise<unknown>;
}

/** A room that is to be made of texts. */
export interface NewRoom {
  /** of its owner */
  readonly name: string;
  readonly language: Language;
  readonly title: string;
  /** in their order; one at least. Each text is asked for when it is written. */
  readonly files: readonly (Omit<RoomFile, "file" | "deleted" | "purged"> & { text(): Promise<string> })[];
}

/** A feature's share of one live room. A hook that throws is logged and the feature is switched off for that room; typing goes on. */
export interface RoomHooks {
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
  /**
   * What Rights.seesHistory asks. All features that have this hook have to agree, and once one of them is switched off nobody sees it.
   * Where none has it, whoever may write does.
   */
  seesHistory?(asker: Asker): boolean;
  /** As FeatureHost.rightsChanged says. */
  rightsChanged?(clients: readonly (ConnectedClient & Asker)[]): void;
  /**
   * What happened in the room beside its texts, for whoever looks at its history: the newest MOST_MARKS are taken. Never what people wrote.
   * Rejects with a Refusal when the room leaves memory meanwhile.
   */
  marks?(): readonly Mark[] | Promise<readonly Mark[]>;
  joined?(client: ConnectedClient): void;
  left?(client: ConnectedClient): void;
  /** A client that was too slow for what was offered takes more again. */
  drained?(client: ConnectedClient): void;
  /** A client has sent `data`, which the feature's own schema decodes. A Refusal, thrown or rejected with, goes back to that client. */
  message?(from: ConnectedClient & Asker, data: unknown): void | Promise<void>;
  /**
   * The same over HTTP: the participant asks by this address. What it returns or resolves with is the answer. Where that is a function, it is called
   * when the answer goes out, and what it returns is the answer.
   */
  request?(from: Participant, data: unknown, address: string): unknown;
  /** These files were deleted for good: what the feature has of their texts is to be gone, too. */
  purged?(files: readonly number[]): void;
  closed?(): void;
}

/** Somebody who asks for a room over HTTP. */
export interface HttpReader {
  readonly roomId: string;
  /** by which they ask: the room's id, or another that leads to it */
  readonly address: string;
  /** whom their key shows them to be */
  readonly person: Participant | undefined;
}

/** Routes in OpenAPI, by path from where they are mounted on, with the path items. */
type Paths = Readonly<Record<string, { readonly parameters?: readonly object[]; readonly [method: string]: unknown }>>;

/** How many wrong guesses are taken in a minute; 0: there is no bound. */
export interface GuessesPerMinute {
  readonly ofAddress: number;
  /** of all network addresses together */
  readonly ofAll: number;
}

/** What routes outside of a room have. Rooms are read and asked below their own address alone, where whoever guesses is bounded. */
export interface SiteServices {
  /** what one of the feature's settings is */
  setting(name: string): unknown;
  /**
   * What is told in the place of an address that a feature has claimed (FeatureRoom.claimAddress): another address of the room, or itself.
   * Undefined when one of the two has expired or was released, or the room is gone.
   */
  leadOf(address: string): Promise<string | undefined>;
  /** What whoever runs the server says to everybody now; nothing, where nobody can. */
  operatorSaid(): OperatorVoice["said"];
  /**
   * New bounds for what can be guessed. Called before the look-up, for whoever asks; the function that it resolves with gives the guess
   * back, for one that is right. Rejects with Refusal rate_limited and the time to wait, also of what is right.
   */
  guesses(perMinute: GuessesPerMinute): (request: IncomingMessage) => Promise<() => Promise<void>>;
}

/** Routes outside of a room. @public */
export interface Site {
  routes(services: SiteServices): Router;
  readonly paths: Paths;
}

/** A capability beside the core. Only the main file names it. */
export interface Feature extends FeatureOwn {
  /** Called once, before the server can be reached. Rejects with what keeps it from starting. */
  start?(
    services: Pick<HostServices, "logger" | "clock"> & {
      readonly setting: (name: string) => unknown;
      /** what the feature keeps for all servers on the store together */
      readonly values: SharedValues;
      /** where the server keeps all that it has: nothing that is not trusted may see it */
      readonly dataDir: string;
    },
  ): Promise<void>;
  /** What of it this server cannot do, in a sentence for whoever watches it; undefined: nothing. Rooms can be joined all the same. */
  trouble?(): string | undefined;
  /** Of all rooms of this server since it began, for whoever runs it; asked for now and then, so it is quick. */
  figures?(): readonly Figure[];
  /** Called when a room goes live. */
  open?(room: FeatureRoom): RoomHooks;
  /**
   * Guards what HTTP tells of a room, by what the feature has kept with it, whether the room is in memory or not. Throws a Refusal
   * for whoever may not read; whoever may not read may do nothing else over HTTP.
   */
  admitReader?(reader: HttpReader, kept: unknown): void;
  /** Mounted at /api/rooms/:roomId/<name>, with the parameters merged, `roomId` being any address of the room; look-ups that fail there are limited already. */
  routes?(services: {
    rooms: RoomReader;
    /** the participant's secret that a request bears; undefined: none */
    keyOf(request: IncomingMessage): string | undefined;
    /** what counts as one network address, by a name that tells nothing of it, as FeatureRoom.originOf has it */
    originOf(request: IncomingMessage): string;
    /**
     * The answer is to wait for a turn which the feature gives, of which an address has few: until then, and after, it keeps no other look
     * of its address from being answered.
     */
    queued(response: ServerResponse): void;
    /**
     * The time of the network address that the answer goes to, in which all that takes a while is done for it: `work` when it may have it, which
     * rejects once nobody waits for the answer any more; `charge` at once, for what others wait for as well.
     */
    timeOf(response: ServerResponse): { readonly work: Outlet["work"]; readonly charge: Outlet["work"] };
    /** Whether it came encrypted, or from this machine itself: what else it says may have been read on its way. */
    isSheltered(request: IncomingMessage): boolean;
    /**
     * Makes a room, counted as POST /api/rooms is, and what is written in it as the address's; `kept` is what the feature keeps with it.
     * Resolves with what that route answers. Rejects with Refusal rate_limited, written_much, too_large, and those of the texts.
     */
    create(request: IncomingMessage, room: NewRoom, kept: unknown): Promise<object>;
  }): Router;
  /** what each request to its routes counts besides, in plainest requests of RATE_REQUESTS_PER_MINUTE, where answering takes more; absent: nothing */
  readonly requestPoints?: number;
  /**
   * The messages that it takes of one participant in a second, and at once, over the socket and HTTP together; absent: as many
   * as LIMIT_MESSAGES_PER_SECOND says, and twice that at once. 0 there is no bound here either. Each feature's share is its own.
   */
  readonly messages?: { readonly perSecond: number; readonly atOnce: number };
  /** What taking a message costs, of its `messages`, by its `type`; any other costs 1. */
  readonly costs?: Readonly<Record<string, number>>;
  /**
   * The messages over the socket that write nothing, by their `type`: they are not counted as written, and go on where nothing may be written.
   * To stop what is under way is one, though its end is written in its time. A route asks such things by `look`.
   */
  readonly writesNothing?: readonly string[];
  /** its routes in OpenAPI, by path from there on, with the path items; `roomId` is added to the parameters of each */
  readonly paths?: Paths;
  /** What it has outside of rooms, each mounted at /api/ and its name here, which no other part has. Every request is bounded as all of /api is. */
  readonly site?: Readonly<Record<string, Site>>;
  close?(): Promise<void>;
}

/** The settings of all of them, by their variables. Throws when two have the same. */
export function settingsOf(features: readonly Feature[]): Readonly<Record<string, FeatureSetting>> {
  const all = features.flatMap(({ settings = {} }) => Object.entries(settings));
  if (new Set(all.map(([name]) => name)).size < all.length)
    throw new Error("invariant: two features have the same setting");
  return Object.fromEntries(all);
}
