// Above the code: the texts that only this window still has, each to be saved, put back or let go. Knows no connection.
import type { OnlyHere, RoomModel } from "../roomModel.ts";
import { saveText } from "../../parts/saveFile.ts";
import { tip } from "../../parts/tips/tip.ts";
import { words } from "../../words.around.ts";
import { takesChanges } from "../../../sync/status.ts";

/** Always there, so that a screen reader says what comes into it. */
export function OnlyHereBars({ model }: { readonly model: RoomModel }) {
  return (
    <div class="only-here-bars" aria-live="polite">
      {model.onlyHere.value.map((own, index) => (
        <Bar key={index} model={model} own={own} />
      ))}
    </div>
  );
}

function Bar({ model, own }: { readonly model: RoomModel; readonly own: OnlyHere }) {
  const { text, base } = own;
  // a file of a feature's own has no name and is beside the code
  const { onlyHere } = words.value;
  const name = own.name || onlyHere.beside;
  const mayWrite = own.name !== "" && takesChanges(model.status.value);
  return (
    <section class="only-here" aria-label={onlyHere.name(name)}>
      <p>
        <strong>{base === undefined ? onlyHere.gone(name) : onlyHere.other(name)}</strong>{" "}
        {onlyHere.mayBeLost(text.lines)}
      </p>
      <p class="actions">
        <button type="button" class="button small" onClick={() => saveText(own.name, text.toString())}>
          {onlyHere.save}
        </button>
        {base !== undefined && mayWrite && (
          <button type="button" class="button small" {...tip(onlyHere.putBackHint)} onClick={() => model.putBack(own)}>
            {onlyHere.putBack}
          </button>
        )}
        <button type="button" class="button small" onClick={() => model.forget(own)}>
          {onlyHere.letGo}
        </button>
      </p>
    </section>
  );
}
