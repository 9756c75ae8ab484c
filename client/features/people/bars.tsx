// Whom this window follows, over the code; and where an owner asks to look. Knows no input but that of its buttons.
import { personColour } from "../../personColour.ts";
import { pressed } from "../../pressed.ts";
import { CloseIcon } from "../../ui/icons.tsx";
import type { FollowModel, FollowState } from "./followModel.ts";

interface OfModel {
  readonly model: FollowModel;
}

const STATE_NOTES: Readonly<Record<FollowState, string>> = {
  "with it": "",
  idle: ", who is idle",
  away: ", who is in another window",
  gone: ", who is not connected at the moment",
};

/** Always there, so that a screen reader says what comes into it. */
export function FollowBar({ model }: OfModel) {
  const leader = model.leader.value;
  return (
    <div class={leader ? `follow-bar ${personColour(leader.person.colour)}` : ""}>
      <p aria-live="polite">
        {leader && `Following ${leader.person.name}${STATE_NOTES[leader.state]}.`}
        {leader && <span class="follow-hint"> Esc to stop.</span>}
      </p>
      {leader && (
        <button type="button" class="button small" onClick={() => model.stop()}>
          Stop
        </button>
      )}
    </div>
  );
}

export function Offer({ model }: OfModel) {
  const offer = model.offer.value;
  return (
    <div class="look-place">
      <div
        class={offer ? "look-offer" : ""}
        onKeyDown={pressed((event) => {
          if (event.key === "Escape") model.dismiss();
        })}
      >
        <p aria-live="polite">
          {offer && `${offer.text}.`}
          {offer && <span class="unseen"> Alt and Enter go there.</span>}
        </p>
        {offer && (
          <div class="actions">
            <button type="button" class="button primary small" onClick={() => model.go()}>
              Go there
              <kbd class="shortcut" aria-hidden="true">
                Alt ↵
              </kbd>
            </button>
            <button type="button" class="button quiet small" onClick={() => model.dismiss()}>
              <CloseIcon />
              Not now
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
