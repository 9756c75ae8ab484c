// The port by which features take part in a room. Knows no feature; none of this is in the path of a keystroke.
import type { Text } from "@codemirror/state";
import type { ConnectedClient } from "../protocol/messages.ts";
import type { RoomDetails } from "../protocol/events.ts";
import type { AppendOutcome } from "./roomStore.ts";

/** What a feature may do with a live room. `feature` is its own name. */
export interface RoomHandle {
  details(): RoomDetails;
  /** The text of a file as everybody may see it, or undefined when nobody has it open. */
  text(file: number): { readonly version: number; readonly text: Text } | undefined;
  /** Sends the feature's own data to everybody who is here. */
  broadcast(feature: string, data: unknown): void;
  /** Sends it to one client; ignored when that client has left. */
  send(client: number, feature: string, data: unknown): void;
  /** What the store has of the feature is not known any more: the room is dropped from memory, as after its own failed append. */
  failed(reason: AppendOutcome | "error"): void;
}

/** All features of one live room together. Only `message` may throw, and only a Refusal. */
export interface RoomFeatures {
  joined(client: ConnectedClient): void;
  left(client: ConnectedClient): void;
  /** Told after the commit, never before it can be shown; `entries` is the JSON list of the updates from `version` on. */
  committed(file: number, version: number, entries: string): void;
  /** `data` is whatever a client sent: the feature's own schema decodes it. */
  message(from: ConnectedClient, feature: string, data: unknown): void;
  closed(): void;
}

/** Called when a room goes live. */
export type OpenFeatures = (room: RoomHandle) => RoomFeatures;
