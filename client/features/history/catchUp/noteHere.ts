// Notes when this person is in a room, and says when they come back. Knows no text.
import { computed, effect, signal, untracked } from "@preact/signals";
import { serverNow } from "../../../serverClock.ts";
import { isConnected } from "../../../sync/status.ts";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import { lastHere, rememberHere } from "./lastHere.ts";

/** Whoever was away for less has missed little. */
const LONG_MS = 120_000;
const NOTED_EACH_MS = 60_000;

/**
 * They are here while the page is seen and connected: a tab may be left open for a night. `cameBack` is told when they were here last, in ms
 * since 1970, and whether that is long ago. The returned function ends it.
 */
export function noteHere(
  { roomId, status }: Pick<PageRoom, "roomId" | "status">,
  cameBack: (since: number, isLong: boolean) => void,
) {
  const isVisible = signal(false);
  const isHere = computed(() => isVisible.value && isConnected(status.value));
  const listening = new AbortController();
  const look = (): void => {
    isVisible.value = document.visibilityState === "visible";
  };
  // of a machine that slept no more is heard than that the time between two notes is long
  const note = (isBack: boolean): void => {
    const [before, now] = [lastHere(roomId), serverNow()];
    rememberHere(roomId, now);
    const isLong = before !== undefined && now - before >= LONG_MS;
    if (before !== undefined && (isBack || isLong)) untracked(() => cameBack(before, isLong));
  };
  look();
  document.addEventListener("visibilitychange", look, { signal: listening.signal });
  addEventListener("pagehide", () => isHere.peek() && note(false), { signal: listening.signal });
  const end = effect(() => {
    if (!isHere.value) return undefined;
    note(true);
    const noting = setInterval(() => note(false), NOTED_EACH_MS);
    return () => {
      clearInterval(noting);
      note(false);
    };
  });
  return (): void => {
    listening.abort();
    end();
  };
}
