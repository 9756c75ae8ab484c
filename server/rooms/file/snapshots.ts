// When a file's text is worth keeping beside its log, so that whoever opens the file need not read all of it. Pure.
import { SNAPSHOT_EVERY } from "../roomStore.ts";

/** An update pays for so many characters of the next snapshot, about as many as it has itself: a long text is kept less often. */
const CHARACTERS_PER_UPDATE = 50;
/** … and one is due after so many characters of the log. */
const LOG_CHARACTERS = 4_000_000;
/** Whoever types faster than people do gets a snapshot no oftener than this: each costs what a few hundred updates do. */
const PAUSE_MS = 500;
/** A snapshot is also due after this time, when anything has changed. */
const AFTER_MS = 5 * 60_000;

/** What has come since the last snapshot. */
export interface SinceSnapshot {
  readonly ms: number;
  readonly updates: number;
  /** of the log */
  readonly logCharacters: number;
  /** of the text as it is now */
  readonly textLength: number;
}

const isMuch = ({ updates, textLength }: SinceSnapshot): boolean =>
  updates >= Math.max(SNAPSHOT_EVERY, textLength / CHARACTERS_PER_UPDATE);

/** While people type. */
export const isDueTyping = (since: SinceSnapshot): boolean =>
  (isMuch(since) && since.ms >= PAUSE_MS) || since.logCharacters >= LOG_CHARACTERS;

/** Looked at now and then. */
export const isDueResting = (since: SinceSnapshot): boolean =>
  isMuch(since) || (since.updates > 0 && since.ms >= AFTER_MS);

/** Before the file leaves memory. */
export const isDueClosing = ({ updates }: SinceSnapshot): boolean => updates >= SNAPSHOT_EVERY / 10;
