// Notes when this person is in a room, and says when they come back after a long time. Knows no text.
import { computed, effect, signal, untracked } from "@preact/signals";
import { serverNow } from "../../../serverClock.ts";
import { isConnected } from "../../../sync/status.ts";
import type { PageRoom } from "../../../ui/feature.ts";
import { lastHere, rememberHere } from "./lastHere.ts";

/** Whoever was away for less knows what has changed. */
const AWAY_MS = 600_000;
const NOTED_EACH_MS = 60_000;

/**
 * They are here while the page is seen and connected: a tab may be left open for a night. `cameBack` is told when they were here last, in ms
 * since 1970, where that is long ago. The returned function ends it.
 */
export function noteHere({ roomId, status }: Pick<PageRoom, "roomId" | "status">, cameBack: (since: number) => void) {
  const isVisible = signal(false);
  const isHere = computed(() => isVisible.value && isConnected(status.value));
  const listening = new AbortController();
  const look = (): void => {
    isVisible.value = document.visibilityState === "visible";
  };
  // of a machine that slept no more is heard than that the time between two notes is long
  const note = (): void => {
    const [before, now] = [lastHere(roomId), serverNow()];
    rememberHere(roomId, now);
    if (before !== undefined && now - before >= AWAY_MS) untracked(() => cameBack(before));
  };
  look();
  document.addEventListener("visibilitychange", look, { signal: listening.signal });
  addEventListener("pagehide", () => isHere.peek() && note(), { signal: listening.signal });
  const end = effect(() => {
    if (!isHere.value) return undefined;
    note();
    const noting = setInterval(note, NOTED_EACH_MS);
    return () => {
      clearInterval(noting);
      note();
    };
  });
  return (): void => {
    listening.abort();
    end();
  };
}
