// The port by which features take part in a room. Knows no feature; none of this is in the path of a keystroke.
import type { Text } from "@codemirror/state";
import type { ConnectedClient, UpdateJSON } from "../protocol/messages.ts";
import type { RoomDetails } from "../protocol/events.ts";

/** What a feature may do with a live room. */
export interface RoomHandle {
  readonly details: RoomDetails;
  /** The text of an open file as everybody may see it, or undefined when nobody has it open. */
  text(file: number): { readonly version: number; readonly text: Text } | undefined;
  /** Sends the feature's own data to everybody who is here. */
  broadcast(data: unknown): void;
  /** Sends it to one client; ignored when that client has left. */
  send(client: number, data: unknown): void;
}

/** A feature's share of one live room. A hook that throws is logged and the feature is switched off for that room; typing goes on. */
export interface RoomFeature {
  joined?(client: ConnectedClient): void;
  left?(client: ConnectedClient): void;
  /** told after the commit; `version` is the one before the first of `updates` */
  committed?(file: number, version: number, updates: readonly UpdateJSON[]): void;
  /** `data` is whatever a client sent: the feature's own schema decodes it */
  message?(from: ConnectedClient, data: unknown): void;
  closed?(): void;
}

/** A capability beside the core, by name; `open` is called when a room goes live. */
export interface RoomFeaturePort {
  readonly name: string;
  open?(room: RoomHandle): RoomFeature;
}
