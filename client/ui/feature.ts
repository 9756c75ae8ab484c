// The port by which features take part in the page. Knows no feature; only main.tsx names them.
import type { ComponentType } from "preact";
import type { RoomFile } from "#protocol/events.ts";

/** The room as a feature sees it. */
export interface FeatureRoom {
  readonly roomId: string;
  /** the file that is shown */
  readonly file: RoomFile;
  /** Sends the feature's own data to its other half on the server. */
  send(data: unknown): void;
}

/** A capability beside the core, by the name that its other half has on the server. */
export interface ClientFeature {
  readonly name: string;
  /** shown among the room's tools */
  readonly Tool?: ComponentType<{ readonly room: FeatureRoom }>;
  /** `data` is what the other half sent: the feature's own schema decodes it */
  message?(data: unknown): void;
}
