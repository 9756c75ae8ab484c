// What the room's own link gives, for owners to choose. Knows no dialog.
import { useId } from "preact/hooks";
import type { Plain } from "./messages.ts";
import type { RolesModel } from "./rolesModel.ts";

/** To whom it is said: whoever thinks about passing the link on. */
export const PLAIN_WORDS: Readonly<Record<Plain, string>> = {
  editor: "Whoever opens it types a name and can edit.",
  viewer: "Whoever opens it types a name and can read, not edit.",
  none: "It lets nobody new in.",
};

const CHOICES: readonly (readonly [Plain, string])[] = [
  ["editor", "editing"],
  ["viewer", "viewing only"],
  ["none", "nothing"],
];

interface PlainChoiceProps {
  readonly model: RolesModel;
  /** what is chosen, in a sentence, where that is not said beside it */
  readonly text?: string;
}

export function PlainChoice({ model, text }: PlainChoiceProps) {
  const id = useId();
  const isDead = model.state.value?.settings.plain === "none";
  const isKnown = model.room.room.value?.participants.some(({ removed }) => removed === true) === true;
  return (
    <div class="roles-action">
      <p>
        <label for={id}>The room’s link gives</label>
        {text !== undefined && <small>{text}</small>}
        {isDead && isKnown && (
          <small>Whoever was removed may know it: if it gives something again, they do, too.</small>
        )}
      </p>
      <select
        id={id}
        disabled={!model.canSet.value}
        value={model.state.value?.settings.plain}
        onChange={({ currentTarget }) => {
          const chosen = CHOICES.find(([plain]) => plain === currentTarget.value);
          if (chosen) model.set({ plain: chosen[0] });
        }}
      >
        {CHOICES.map(([plain, words]) => (
          <option key={plain} value={plain}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
