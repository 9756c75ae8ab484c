// What an empty file says to whoever is new, until the first letter: a line of each feature that has one.
import "./firstUse.css";
import type { FirstUse } from "../../pageFeature.ts";
import type { RoomModel } from "../roomModel.ts";
import { useLoaded } from "../../parts/useLoaded.ts";
import { takesChanges } from "../../../sync/status.ts";

/** The file that is shown has no letter yet, and this person may write the first. */
export function EmptyFile({ model }: { readonly model: RoomModel }) {
  const isEmpty = model.files.editor.value !== undefined && model.emptyFiles.value.has(model.files.shown.value);
  const mayWrite = takesChanges(model.status.value);
  return isEmpty && mayWrite ? <FirstUseLines model={model} /> : null;
}

/** Screen readers have the same in the head, the menu and the palette; here it would stand in the way of the code. */
function FirstUseLines({ model }: { readonly model: RoomModel }) {
  const lines = [...model.features.values()]
    .flatMap(({ firstUse }) => firstUse ?? [])
    .toSorted((one, other) => one.order - other.order);
  return (
    <ul class="first-use" aria-hidden="true">
      {lines.map(({ order, load }) => (
        <Line key={order} load={load} />
      ))}
    </ul>
  );
}

function Line({ load }: Pick<FirstUse, "load">) {
  const View = useLoaded(
    () => true,
    load,
    // without a connection there is nobody to invite and nothing to learn
    () => {},
  );
  return View ? <View /> : null;
}
