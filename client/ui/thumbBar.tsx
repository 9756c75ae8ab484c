// The bar at the thumb, on a phone: one button for each side of the workbench, and the menu. Knows no content.
import { Areas } from "./areas.tsx";
import { Badge } from "./badge.tsx";
import { MenuIcon } from "./icons.tsx";
import { tabId, tabName } from "./placeView.tsx";
import { SIDES } from "./layout.ts";
import type { RoomModel } from "./roomModel.ts";
import { words } from "./words.around.ts";

export function ThumbBar({ model }: { readonly model: RoomModel }) {
  const { workbench } = model;
  const chosen = SIDES.flatMap((side) => {
    const place = workbench.chosen(side);
    const withNews = workbench.withNews(side);
    return place === undefined ? [] : [{ side, place, withNews, isOpen: workbench.shownAt(side) !== undefined }];
  });
  const news = [...model.features.values()].reduce((sum, feature) => sum + (feature.news?.value ?? 0), 0);
  return (
    <nav class="thumb-bar" aria-label={words.value.thumbBar}>
      {chosen.map(({ side, place, withNews, isOpen }) => (
        <button
          key={side}
          type="button"
          // while it is open its tab has the name
          {...(!isOpen && { id: tabId(place) })}
          class="place-fold-tab badged"
          aria-expanded={isOpen}
          // the tabs behind it have no button of their own here
          aria-label={[place, ...withNews.filter((one) => one !== place)].map(tabName).join("; ")}
          onClick={() => (isOpen ? workbench.foldSide(side) : workbench.show(place.id, true))}
        >
          <place.Icon />
          <span>{place.name()}</span>
          <Badge count={withNews.reduce((sum, { badge }) => sum + (badge?.value ?? 0), 0)} />
        </button>
      ))}
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
