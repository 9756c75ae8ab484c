// Actions for the places of the workbench by a name or a key. Knows no content.
import type { Command } from "../../../pageFeature.ts";
import { KEYS } from "../../../keys.ts";
import { SIDES } from "../../workbench/layout.ts";
import { words } from "../../../words.around.ts";
import type { Workbench } from "../../workbench/workbench.ts";

/** Shows each tab, or folds it; and each side with the tab that it had last. */
export function placeCommands(workbench: Workbench): readonly Command[] {
  const sides = SIDES.filter((side) => workbench.tabs(side).length > 0);
  return sides.flatMap((side) => [
    ...workbench.tabs(side).map((place) => {
      // what people call a place leads to it, and not to its closing
      return workbench.shown.value.has(place.id)
        ? {
            id: `place.${place.id}.close`,
            name: words.value.close(place.name()),
            run: () => workbench.fold(place.id),
          }
        : {
            id: `place.${place.id}`,
            name: words.value.show(place.name()),
            run: () => workbench.show(place.id, true),
          };
    }),
    {
      id: `side.${side}`,
      name: words.value.toggle[side],
      key: KEYS.sides[side],
      run: () => workbench.toggleSide(side),
    },
  ]);
}
