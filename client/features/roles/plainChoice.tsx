// What the room's own link allows, for owners to choose. Knows no dialog.
import { useId } from "preact/hooks";
import type { Plain } from "../../../server/features/roles/messages.ts";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.ts";

const CHOICES = ["editor", "viewer", "none"] as const satisfies readonly Plain[];

interface PlainChoiceProps {
  readonly model: RolesModel;
  /** The legend is seen, and not only said. */
  readonly isNamed?: boolean;
}

export function PlainChoice({ model, isNamed = false }: PlainChoiceProps) {
  const name = useId();
  const chosen = model.state.value?.settings.plain;
  const isKnown = model.room.room.value?.participants.some(({ removed }) => removed === true) === true;
  const { choiceLegend, choices, mayKnow } = words.value.share;
  return (
    <fieldset class="roles-choice" disabled={!model.canSet.value}>
      <legend class={isNamed ? "" : "unseen"}>{choiceLegend}</legend>
      <div class="roles-segments">
        {CHOICES.map((plain) => (
          <label key={plain}>
            <input type="radio" name={name} checked={plain === chosen} onChange={() => model.set({ plain })} />
            <span>{choices[plain]}</span>
          </label>
        ))}
      </div>
      {chosen === "none" && isKnown && <p class="roles-note">{mayKnow}</p>}
    </fieldset>
  );
}
