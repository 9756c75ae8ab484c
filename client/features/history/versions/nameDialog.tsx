// Gives a moment a name, or another one. Knows no list.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { cleanName } from "#protocol/names.ts";
import type { NamedMoment } from "../../../../server/features/history/messages.ts";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import { announce } from "../../../ui/parts/notices.tsx";
import { NAME_CHARACTERS } from "../bounds.ts";
import { clockTime } from "../clock.ts";
import type { Review, When } from "../review.ts";
import { words } from "./words.ts";

interface NameDialogProps {
  readonly review: Review;
  readonly at: When;
  /** the one that is to have another name */
  readonly moment?: NamedMoment;
  readonly onClose: () => void;
}

export function NameDialog({ review, at, moment, onClose }: NameDialogProps) {
  const isMissing = useSignal(false);
  const id = useId();
  const title = moment
    ? words.value.renameTitle
    : at === undefined
      ? words.value.nameTitleNow
      : words.value.nameTitle(clockTime(at));
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="version-name-form"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get("name");
          const name = cleanName(typeof typed === "string" ? typed : "", NAME_CHARACTERS);
          isMissing.value = name === "";
          if (isMissing.value) return;
          if (moment) review.rename(moment, name);
          else review.name(at, name);
          announce(words.value.named(name));
          onClose();
        }}
      >
        <div class="field">
          <label for={id}>{words.value.name}</label>
          <input
            id={id}
            name="name"
            type="text"
            maxLength={NAME_CHARACTERS}
            autocomplete="off"
            enterkeyhint="done"
            autofocus
            value={moment?.name ?? ""}
            aria-invalid={isMissing.value}
            aria-describedby={`${id}-hint`}
            onInput={() => {
              isMissing.value = false;
            }}
          />
          <p
            id={`${id}-hint`}
            class={isMissing.value ? "field-error" : "version-about"}
            role={isMissing.value ? "alert" : undefined}
          >
            {isMissing.value ? words.value.nameMissing : words.value.nameHint}
          </p>
        </div>
        <div class="actions">
          <button type="submit" class="button primary">
            {words.value.save}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {words.value.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
