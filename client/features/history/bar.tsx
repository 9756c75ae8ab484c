// That the past is looked at, and the way back: above the code and in the status line. Knows no text.
import { Keys } from "../../ui/keyCaps.tsx";
import { clockTime } from "./clock.ts";
import type { OfPast } from "./past.tsx";
import { PastIcon } from "./icons.tsx";
import { words } from "./words.later.ts";

export function PastBar({ past }: OfPast) {
  const time = past.playback.player.moment.value?.time ?? 0;
  return (
    <section class="past-bar" aria-label={words.value.past}>
      <PastIcon />
      <p>
        {words.value.youLookAt(clockTime(time))} <span class="past-goes-on">{words.value.goesOn}</span>
      </p>
      <div class="past-actions">
        <button type="button" class="button primary small" onClick={() => past.backToNow()}>
          {words.value.backToNow}
          <Keys written="Escape" />
        </button>
      </div>
    </section>
  );
}

export function PastStatus({ past }: OfPast) {
  const time = past.playback.player.moment.value?.time ?? 0;
  return <p class="status-fact past-status">{words.value.notNow(clockTime(time))}</p>;
}
