// Whom this window follows, over the code; and where an owner asks to look. Knows no input but that of its buttons.
import { personColour } from "../../personColour.ts";
import { pressed } from "../../pressed.ts";
import { CloseIcon } from "../../ui/parts/icons.tsx";
import type { FollowModel } from "./followModel.ts";
import { words } from "./words.ts";

interface OfModel {
  readonly model: FollowModel;
}

/** Always there, so that a screen reader says what comes into it. */
export function FollowBar({ model }: OfModel) {
  const leader = model.leader.value;
  return (
    <div class={leader ? `follow-bar ${personColour(leader.person.colour)}` : ""}>
      <p aria-live="polite">
        {leader && words.value.following[leader.state](leader.person.name)}
        {leader && <span class="follow-hint"> {words.value.escToStop}</span>}
      </p>
      {leader && (
        <button type="button" class="button small" onClick={() => model.stop()}>
          {words.value.stop}
        </button>
      )}
    </div>
  );
}

export function LookBar({ model }: OfModel) {
  const request = model.request.value;
  return (
    <div class="look-place">
      <div
        class={request ? "look-request" : ""}
        onKeyDown={pressed((event) => {
          if (event.key === "Escape") model.dismiss();
        })}
      >
        <p aria-live="polite">
          {request && `${request.text}.`}
          {request && <span class="unseen"> {words.value.goThereKeys}</span>}
        </p>
        {request && (
          <div class="actions">
            <button type="button" class="button primary small" onClick={() => model.go()}>
              {words.value.goThere}
              <kbd class="shortcut" aria-hidden="true">
                Alt ↵
              </kbd>
            </button>
            <button type="button" class="button quiet small" onClick={() => model.dismiss()}>
              <CloseIcon />
              {words.value.notNow}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
