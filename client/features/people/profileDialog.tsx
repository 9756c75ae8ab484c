// One's own name and colour. Loaded apart from the room; knows no connection.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import type { Participant } from "#protocol/events.ts";
import { cleanName } from "#protocol/names.ts";
import { personColour } from "../../personColour.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { Field } from "../../ui/parts/field.tsx";
import { initials } from "../../ui/room/people/roomLookups.ts";
import { tip } from "../../ui/parts/tips/tip.ts";
import type { FollowModel } from "./followModel.ts";
import { words } from "./words.later.ts";

interface ProfileDialogProps {
  readonly model: FollowModel;
  /** oneself */
  readonly person: Participant;
  readonly onClose: () => void;
}

export function ProfileDialog({ model, person, onClose }: ProfileDialogProps) {
  const { colours } = words.value;
  const name = useSignal(person.name);
  const colour = useSignal(person.colour % colours.length);
  const error = useSignal("");
  const group = useId();
  const { nameCharacters } = DEFAULT_LIMITS;

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const clean = cleanName(name.value, nameCharacters);
    if (clean === "") {
      error.value = words.value.nameNeeded;
      return;
    }
    model.change({
      ...(clean !== person.name && { name: clean }),
      ...(colour.value !== person.colour % colours.length && { colour: colour.value }),
    });
    onClose();
  };

  return (
    <Dialog title={words.value.profileTitle} onClose={onClose}>
      <form class="profile" onSubmit={save} noValidate>
        <Field
          label={words.value.yourName}
          value={name}
          error={error.value}
          autocomplete="nickname"
          maxLength={nameCharacters}
        />
        <fieldset>
          <legend>{words.value.yourColour}</legend>
          <div class="palette">
            {colours.map((word, index) => (
              <label key={word} class={`swatch ${personColour(index)}`} {...tip(word)}>
                <input
                  type="radio"
                  name={group}
                  aria-label={word}
                  checked={colour.value === index}
                  onChange={() => {
                    colour.value = index;
                  }}
                />
                <span class="face" aria-hidden="true">
                  {initials(name.value)}
                </span>
              </label>
            ))}
          </div>
          <p class="colour-name" aria-hidden="true">
            {colours[colour.value]}
          </p>
        </fieldset>
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
