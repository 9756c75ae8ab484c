// One's own name and colour. Loaded apart from the room; knows no connection.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import type { Participant } from "#protocol/events.ts";
import { cleanName } from "#protocol/names.ts";
import { personColour } from "../../personColour.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { initials } from "../../ui/roomLookups.ts";
import type { FollowModel } from "./followModel.ts";

/** What the colours of ui/people.css are called, in their order. */
const COLOURS = [
  "Teal",
  "Amber",
  "Indigo",
  "Rose",
  "Green",
  "Purple",
  "Blue",
  "Pink",
  "Lime",
  "Orange",
  "Slate",
  "Fuchsia",
] as const;

interface ProfileDialogProps {
  readonly model: FollowModel;
  /** oneself */
  readonly person: Participant;
  readonly onClose: () => void;
}

export function ProfileDialog({ model, person, onClose }: ProfileDialogProps) {
  const name = useSignal(person.name);
  const colour = useSignal(person.colour % COLOURS.length);
  const error = useSignal("");
  const group = useId();
  const { nameCharacters } = DEFAULT_LIMITS;

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const clean = cleanName(name.value, nameCharacters);
    if (clean === "") {
      error.value = "Type a name, so that the others know who you are.";
      return;
    }
    model.change({
      ...(clean !== person.name && { name: clean }),
      ...(colour.value !== person.colour % COLOURS.length && { colour: colour.value }),
    });
    onClose();
  };

  return (
    <Dialog title="Your name and colour" onClose={onClose}>
      <form class="profile" onSubmit={save} noValidate>
        <Field
          label="Your name in this room"
          value={name}
          error={error.value}
          autocomplete="nickname"
          maxLength={nameCharacters}
        />
        <fieldset>
          <legend>Your colour</legend>
          <div class="palette">
            {COLOURS.map((word, index) => (
              <label key={word} class={`swatch ${personColour(index)}`} title={word}>
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
            {COLOURS[colour.value]}
          </p>
        </fieldset>
        <div class="actions">
          <button type="submit" class="button primary">
            Save
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
