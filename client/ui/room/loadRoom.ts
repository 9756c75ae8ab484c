// The room's screen with the editor, loaded apart from the start so that the start is small.
import { signal } from "@preact/signals";

/** The room's screen once it is here. */
export const roomScreen = signal<typeof import("./room.tsx").RoomScreen | undefined>(undefined);

/** Loads it; the start does so ahead of time. Resolves to false when it could not be had. */
export async function loadRoom(): Promise<boolean> {
  try {
    roomScreen.value ??= (await import("./room.tsx")).RoomScreen;
    return true;
  } catch {
    return false;
  }
}
