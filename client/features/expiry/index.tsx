// The page's half of the expiry: owners are told that their room is not kept for long, once. Knows no setting.
import { computed, signal } from "@preact/signals";
import type { ExpiryMessage } from "../../../server/features/expiry/messages.ts";
import type { PageFeature } from "../../ui/feature.ts";
import { atMost } from "./atMost.ts";
import "./expiry.css";
import { isPutAway, putAway } from "./putAway.ts";
import { words } from "./words.ts";

export const expiry: PageFeature = {
  name: "expiry",
  open(room) {
    /** ms after the last visit; undefined: nothing needs to be said */
    const afterMs = signal<number | undefined>(undefined);
    const press = (): void => {
      if (afterMs.value !== undefined) putAway(room.roomId, afterMs.value);
      afterMs.value = undefined;
    };
    // of a room that is over there is more to say
    const isShown = computed(() => afterMs.value !== undefined && room.status.value.state !== "ended");
    const Bar = () => (
      <div aria-live="polite">
        {isShown.value && afterMs.value !== undefined && (
          <p class="expiry-bar">
            <span>{words.value.expires(atMost(afterMs.value))}</span>
            <button type="button" class="button small" onClick={press}>
              {words.value.understood}
            </button>
          </p>
        )}
      </div>
    );
    return {
      areas: { above: Bar },
      commands: () =>
        afterMs.value === undefined ? [] : [{ id: "expiry.understood", name: words.value.hide, run: press }],
      message: (data) => {
        const told = data as ExpiryMessage;
        afterMs.value = isPutAway(room.roomId, told.afterMs) ? undefined : told.afterMs;
      },
    };
  },
};
