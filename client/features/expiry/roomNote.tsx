// That a room is deleted soon, for its owner in the start page's list of rooms, and the button that keeps it. Knows no list.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../api.ts";
import { serverNow } from "../../serverClock.ts";
import type { RoomNote } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { expiryOf, keepRoom } from "./asking.ts";
import { atMost } from "./atMost.ts";
import "./roomNote.css";
import { keptAt } from "./kept.ts";
import { isSoon } from "./soon.ts";
import { words } from "./words.ts";

/** The list looks at a room every half minute; when it is deleted takes days to change. */
const ASK_AGAIN_MS = 3_600_000;

export const roomNote: RoomNote = ({ room: { roomId, key, visited }, name, now, role }) => {
  /** ms since 1970; undefined: nothing needs to be said */
  const expiresAt = useSignal<number | undefined>(undefined);
  const askedAt = useRef(-Infinity);
  const note = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    if (role !== "owner" || key === undefined || Date.now() - askedAt.current < ASK_AGAIN_MS) return;
    askedAt.current = Date.now();
    void expiryOf(roomId, key)
      .then(
        (time) =>
          (expiresAt.value =
            time !== null && isSoon(time, serverNow(), Math.max(visited, keptAt(roomId))) ? time : undefined),
      )
      // the next time is soon enough
      .catch(() => {});
  }, [now]);

  const keep = (): void =>
    void keepRoom(roomId, key)
      .then(() => {
        const { current } = note;
        // the button goes
        if (current?.contains(document.activeElement)) current.closest("li")?.querySelector<HTMLElement>("a")?.focus();
        expiresAt.value = undefined;
      })
      .catch((problem: unknown) => show(messageOf(problem)));

  if (expiresAt.value === undefined) return null;
  return (
    <p class="room-note" ref={note}>
      <span>{words.value.deletedIn(atMost(expiresAt.value - serverNow()))}</span>
      <button type="button" class="button small" aria-label={words.value.keepNamed(name)} onClick={keep}>
        {words.value.keep}
      </button>
    </p>
  );
};
