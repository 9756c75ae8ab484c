// The port by which features take part in the page. Knows no feature; only main.tsx names them.
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { RoomDetails } from "#protocol/events.ts";
import type { ConnectedClient } from "#protocol/messages.ts";
import type { SyncStatus } from "../sync/ports.ts";
import type { Myself } from "../sync/roomSession.ts";

/** One opening of a room, as a feature sees it. */
export interface FeatureRoom {
  readonly roomId: string;
  readonly room: ReadonlySignal<RoomDetails | undefined>;
  readonly you: ReadonlySignal<Myself | undefined>;
  /** who is here, by the number of the tab */
  readonly clients: ReadonlySignal<ReadonlyMap<number, ConnectedClient>>;
  readonly status: ReadonlySignal<SyncStatus>;
  /** the number of the file that is shown */
  readonly file: number;
  /** Puts the caret of the file that is shown on a line, from 1, and the focus with it. */
  goToLine(line: number): void;
  /** Sends the feature's own data to its other half on the server; without a connection nothing happens. */
  send(data: unknown): void;
}

/** A feature's share of one opening of a room. */
export interface RoomFeature {
  /** shown among the room's tools, in the menu where the screen is narrow */
  readonly Tool?: ComponentType;
  /** shown in the room's head, on any screen */
  readonly Button?: ComponentType;
  /** shown beside the code */
  readonly Panel?: ComponentType;
  /** `data` is what the other half sent */
  message?(data: unknown): void;
  closed?(): void;
}

/** A capability beside the core, by the name that its other half has on the server. */
export interface ClientFeature {
  readonly name: string;
  /** Called when a room is opened. */
  open(room: FeatureRoom): RoomFeature;
}
