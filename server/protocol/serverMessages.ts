// All that a server says on a room's socket, and how a client reads it. Knows no socket and no room.
import type { ChangeJSON } from "./changes.ts";
import type { ErrorCode } from "./errors.ts";
import type { Participant, Role, RoomDetails, RoomEvent } from "./events.ts";
import type { Limits } from "./limits.ts";
import type { Selection } from "./selections.ts";
import { type UpdateJSON, wholeUpdates } from "./updates.ts";

export const PRESENCE_STATES = ["idle", "away"] as const;
/** How far somebody is not with it: no input for a while, or another page in front. */
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** Where somebody is in a file, at a version of it. */
export interface Presence {
  readonly client: number;
  readonly file: number;
  readonly version: number;
  readonly selections: readonly Selection[];
  readonly top?: number | undefined;
  readonly state?: PresenceState | undefined;
}

/** An open tab and whose it is. */
export interface ConnectedClient {
  /** the number that the room has given the client id: updates and presences name it so */
  readonly client: number;
  /** whose it is */
  readonly participant: number;
}

/** Whoever is welcomed: the same numbers for the same client id, whenever it comes. */
export interface You extends ConnectedClient {
  /** owner, editor or viewer */
  readonly role: Role;
  /** their secret; once, when it was made */
  readonly key?: string;
}

export interface Welcome {
  readonly type: "welcome";
  /** this client and whose it is */
  readonly you: You;
  /** the room, by the address that this client came by */
  readonly room: RoomDetails;
  /** every open tab in the room, this one among them */
  readonly clients: readonly ConnectedClient[];
  /** the bounds of this server */
  readonly limits: Limits;
  /** the server's build; a change means that the page should be reloaded when idle */
  readonly build: string;
}

export type ServerMessage =
  | Welcome
  /** somebody decides whether this client may come in; `welcome` or an `error` follows */
  | { readonly type: "waiting" }
  | {
      readonly type: "file";
      readonly file: number;
      /** of `text`; without text: from where updates follow, or `change` goes */
      readonly version: number;
      /** caught up once this version is reached; nothing is pushed before */
      readonly head: number;
      readonly text?: string;
      /** takes the text from `version` to `head` */
      readonly change?: ChangeJSON;
      /** with text or change: this client's highest seq that is contained then */
      readonly confirmed?: number;
    }
  | {
      readonly type: "updates";
      readonly file: number;
      readonly version: number;
      readonly updates: readonly UpdateJSON[];
    }
  | { readonly type: "presence"; readonly presences: readonly Presence[] }
  | { readonly type: "joined"; readonly client: ConnectedClient; readonly person: Participant }
  | { readonly type: "left"; readonly client: number }
  | { readonly type: "event"; readonly event: RoomEvent }
  | { readonly type: "check"; readonly file: number; readonly version: number; readonly hash: number }
  | { readonly type: "feature"; readonly feature: string; readonly data: unknown }
  | { readonly type: "pong" }
  | {
      readonly type: "error";
      readonly code: string;
      /** of a feature's own code: the code above that tells what to do */
      readonly like?: ErrorCode;
      readonly message: string;
      /** the connection ends after this */
      readonly fatal: boolean;
      readonly file?: number;
      readonly retryAfterMs?: number;
    };

/**
 * Reads a frame of the server. A client trusts the server that it came from, so nothing is checked; whoever handles messages
 * passes over a type that it does not know, which is how an older page lives with a newer server. Updates are whole then.
 */
export function decodeServerMessage(frame: string): ServerMessage {
  const message = JSON.parse(frame) as ServerMessage;
  return message.type === "updates" ? { ...message, updates: wholeUpdates(message.updates) } : message;
}
