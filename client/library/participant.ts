// Somebody in a room, as whoever uses the library has them. Knows no platform.
import type { Participation } from "../sync/participation.ts";

/** What README.md lists. The rest of a participation is between it, its documents and the page. */
export type Participant = Pick<
  Participation,
  | "key"
  | "room"
  | "you"
  | "clients"
  | "presences"
  | "limits"
  | "status"
  | "listen"
  | "until"
  | "open"
  | "show"
  | "setLanguage"
  | "setTitle"
  | "send"
  | "hear"
  | "keepNow"
  | "leave"
>;
