// The bar at the thumb, on a phone: one button for each side of the workbench, always for the same tab, and the menu with the others. Knows no content.
import { Areas } from "../areas.tsx";
import { Badge } from "../../parts/badge.tsx";
import { MenuIcon } from "../../parts/icons.tsx";
import { newIn, tabId, tabName } from "./placeView.tsx";
import type { RoomModel } from "../roomModel.ts";
import { words } from "../../words.around.ts";

export function ThumbBar({ model }: { readonly model: RoomModel }) {
  const { workbench } = model;
  const news =
    newIn(workbench.inMenu) + [...model.features.values()].reduce((sum, one) => sum + (one.news?.value ?? 0), 0);
  return (
    <nav class="thumb-bar" aria-label={words.value.thumbBar}>
      {workbench.atThumb.map((place) => {
        const isOpen = workbench.shown.value.has(place.id);
        return (
          <button
            key={place.id}
            type="button"
            // while its side is open its tab has the name
            {...(workbench.shownAt(place.at) === undefined && { id: tabId(place) })}
            class="place-fold-tab badged"
            aria-expanded={isOpen}
            aria-label={tabName(place)}
            onClick={() => (isOpen ? workbench.fold(place.id) : workbench.show(place.id, true))}
          >
            <place.Icon />
            <span>{place.name()}</span>
            <Badge count={newIn([place])} />
          </button>
        );
      })}
      <Areas model={model} of={["thumbBar"]} />
      <button
        type="button"
        class="place-fold-tab badged"
        aria-haspopup="dialog"
        aria-label={news > 0 ? words.value.withNews(words.value.more, news) : undefined}
        onClick={() => {
          model.dialog.value = "menu";
        }}
      >
        <MenuIcon />
        <span>{words.value.more}</span>
        <Badge count={news} />
      </button>
    </nav>
  );
}
