// Makes a link or a code, replaces it and turns it off; what others lose by that is asked about. Knows not what it leads to.
import { useSignal } from "@preact/signals";
import type { LinkKind } from "../../../server/features/roles/messages.ts";
import { Ask } from "./ask.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.ts";

interface MakeAndEndProps {
  readonly model: RolesModel;
  readonly kind: LinkKind;
  /** it is what to begin with */
  readonly isFirst?: boolean;
}

export function MakeAndEnd({ model, kind, isFirst = false }: MakeAndEndProps) {
  /** whether it is to be replaced; undefined: nothing is asked */
  const asking = useSignal<boolean | undefined>(undefined);
  const said = words.value;
  const { title, make } = said[kind];
  const disabled = !model.canSet.value;
  if (model.state.value?.links?.[kind] === undefined)
    return (
      <button
        type="button"
        class={isFirst ? "button primary" : "button"}
        autofocus={isFirst}
        aria-label={make}
        disabled={disabled}
        onClick={() => model.makeLink(kind)}
      >
        {isFirst ? make : said.create}
      </button>
    );
  const ask = (isReplaced: boolean) => () => {
    asking.value = isReplaced;
  };
  return (
    <>
      <span class="roles-link-actions">
        <button type="button" class="button" aria-label={said.replaceOf(title)} disabled={disabled} onClick={ask(true)}>
          {said.replace}
        </button>
        <button
          type="button"
          class="button"
          aria-label={said.turnOffOf(title)}
          disabled={disabled}
          onClick={ask(false)}
        >
          {said.turnOff}
        </button>
      </span>
      {asking.value !== undefined && (
        <Ask
          title={asking.value ? said.askReplace[kind] : said.askTurnOff[kind]}
          yes={asking.value ? said.yesReplace : said.yesTurnOff}
          onYes={asking.value ? () => model.makeLink(kind) : () => model.takeLinkBack(kind)}
          onClose={() => {
            asking.value = undefined;
          }}
        >
          <p>{kind === "view" ? said.stopsViewers : said.stops}</p>
        </Ask>
      )}
    </>
  );
}
