// What the state of a connection lets somebody do. Knows no connection and no screen.
import type { SyncStatus } from "./ports.ts";

/** The room hears what is asked and said, also of whoever only reads. */
export const isConnected = ({ state }: SyncStatus): boolean =>
  state === "saved" || state === "saving" || state === "readOnly";

/** It takes what this person changes, now. */
export const takesChanges = ({ state }: SyncStatus): boolean => state === "saved" || state === "saving";

/** What this person types stays, be it in this browser alone for the time being. */
export const keepsTyping = (status: SyncStatus): boolean => takesChanges(status) || status.state === "offline";
