// That the past is looked at, and the way back: above the code and in the status line. Knows no text.
import type { ComponentType } from "preact";
import { Keys } from "../../ui/parts/tips/keyCaps.tsx";
import { clockTime } from "./clock.ts";
import type { OfPast } from "./past.tsx";
import { momentWords } from "./momentWords.ts";
import { CompareIcon, PastIcon, RestoredIcon } from "./icons.tsx";
import { words as reviewWords } from "./versions/words.ts";
import { words } from "./words.later.ts";

/** On a phone it is one row, in any language: pictures for words, and of the sentence the moment alone. */
export function PastBar({ past }: OfPast) {
  const { review } = past;
  const time = past.playback.player.moment.value?.time ?? 0;
  const isPhone = past.room.workbench.isPhone.value;
  return (
    <section class="past-bar" aria-label={words.value.past}>
      <PastIcon />
      <p>
        {isPhone ? (
          momentWords(review, time)
        ) : (
          <>
            {words.value.youLookAt(momentWords(review, time))} <span class="past-goes-on">{words.value.goesOn}</span>
          </>
        )}
      </p>
      <div class="past-actions">
        <Action
          name={reviewWords.value.compareNow}
          Icon={isPhone ? CompareIcon : undefined}
          onPress={() => review.compare(time, undefined)}
        />
        {review.mayWrite.value && (
          <Action
            name={reviewWords.value.restore}
            Icon={isPhone ? RestoredIcon : undefined}
            asks
            onPress={() => review.askRestore(time)}
          />
        )}
        {!isPhone && <Action name={reviewWords.value.fork} Icon={undefined} asks onPress={() => past.askFork(time)} />}
        <button
          type="button"
          class="button primary small"
          aria-label={isPhone ? words.value.backToNow : undefined}
          onClick={() => past.backToNow()}
        >
          {isPhone ? words.value.now : words.value.backToNow}
          <Keys written="Escape" />
        </button>
      </div>
    </section>
  );
}

interface ActionProps {
  readonly name: string;
  /** in place of the words */
  readonly Icon: ComponentType | undefined;
  /** a dialog comes */
  readonly asks?: boolean;
  readonly onPress: () => void;
}

function Action({ name, Icon, asks = false, onPress }: ActionProps) {
  return (
    <button
      type="button"
      class={Icon ? "button small icon-only" : "button small"}
      aria-haspopup={asks ? "dialog" : undefined}
      aria-label={Icon ? name : undefined}
      onClick={onPress}
    >
      {Icon ? <Icon /> : name}
    </button>
  );
}

export function PastStatus({ past }: OfPast) {
  const time = past.playback.player.moment.value?.time ?? 0;
  return <p class="status-fact past-status">{words.value.notNow(clockTime(time))}</p>;
}
