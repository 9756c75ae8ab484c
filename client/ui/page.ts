// What every screen is given by main.tsx. Knows no screen.
import type { BrowserMemory } from "../identity.ts";
import type { BrowserKeeper } from "../unconfirmed.ts";
import type { EntryNote, PageFeature, RoomNote, WayIn } from "./pageFeature.ts";

/** Made once. */
export interface Page {
  readonly memory: BrowserMemory;
  readonly keeper: BrowserKeeper;
  /** Loads them: they come behind the editor. */
  features(): Promise<readonly PageFeature[]>;
  /** Loads what else than a link leads into a room. */
  waysIn(): Promise<readonly WayIn[]>;
  /** Loads what features say of a room in the list. */
  roomNotes(): Promise<readonly RoomNote[]>;
  /** Loads what features say to those who are in no room yet. */
  entryNotes(): Promise<readonly EntryNote[]>;
  /** the build that this page is of; a server of another build has a newer page */
  readonly build: string;
  /** the nonce with which styles may be added */
  readonly nonce: string;
}
