// The page's half of the expiry: owners are told that their room is not kept for long, until they keep it. Knows no setting.
import { computed, signal } from "@preact/signals";
import type { ExpiryMessage } from "../../../server/features/expiry/messages.ts";
import { messageOf } from "../../api.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { keepRoom } from "./asking.ts";
import { atMost } from "./atMost.ts";
import { isPutAway, putAway } from "./putAway.ts";
import { words } from "./words.ts";

export const expiry: PageFeature = {
  name: "expiry",
  open(room) {
    /** ms after the last visit; undefined: nothing needs to be said */
    const afterMs = signal<number | undefined>(undefined);
    const keep = (): void =>
      void keepRoom(room.roomId, room.key())
        .then(() => {
          if (afterMs.value !== undefined) putAway(room.roomId, afterMs.value);
          afterMs.value = undefined;
        })
        .catch((problem: unknown) => show(messageOf(problem)));
    // of a room that is over there is more to say
    const isShown = computed(() => afterMs.value !== undefined && room.status.value.state !== "ended");
    const Bar = () => (
      <div aria-live="polite">
        {isShown.value && afterMs.value !== undefined && (
          <p class="banner expiry-bar">
            <span>{words.value.expires(atMost(afterMs.value))}</span>
            <button type="button" class="button small" onClick={keep}>
              {words.value.keepRoom}
            </button>
          </p>
        )}
      </div>
    );
    return {
      areas: { banner: Bar },
      commands: () =>
        afterMs.value === undefined ? [] : [{ id: "expiry.keep", name: words.value.keepRoom, run: keep }],
      message: (data) => {
        const told = data as ExpiryMessage;
        afterMs.value = isPutAway(room.roomId, told.afterMs) ? undefined : told.afterMs;
      },
    };
  },
};
