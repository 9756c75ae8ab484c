// The page's half of the expiry: owners are told that their room is not kept for long, and keep it with one press. Knows no setting.
import { signal } from "@preact/signals";
import type { ExpiryMessage } from "../../../server/features/expiry/messages.ts";
import { messageOf } from "../../api.ts";
import type { PageFeature } from "../../ui/feature.ts";
import { show } from "../../ui/notices.tsx";
import { keepRoom } from "./asking.ts";
import { atMost } from "./atMost.ts";
import "./expiry.css";
import { words } from "./words.ts";

export const expiry: PageFeature = {
  name: "expiry",
  open(room) {
    /** ms after the last visit; undefined: nothing needs to be said */
    const afterMs = signal<number | undefined>(undefined);
    const press = (): void =>
      void keepRoom(room.roomId, room.key())
        .then(() => (afterMs.value = undefined))
        .catch((problem: unknown) => show(messageOf(problem)));
    const Bar = () => (
      <div role="status">
        {afterMs.value !== undefined && (
          <p class="expiry-bar">
            <span>{words.value.expires(atMost(afterMs.value))}</span>
            <button type="button" class="button small" aria-label={words.value.keepRoom} onClick={press}>
              {words.value.keep}
            </button>
          </p>
        )}
      </div>
    );
    return {
      areas: { above: Bar },
      commands: () =>
        afterMs.value === undefined ? [] : [{ id: "expiry.keep", name: words.value.keepRoom, run: press }],
      message: (data) => {
        afterMs.value = (data as ExpiryMessage).afterMs;
      },
    };
  },
};
