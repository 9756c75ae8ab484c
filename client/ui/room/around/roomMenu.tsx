// The room's menu: where it comes from, and its lesser tools. Knows no feature.
import { Areas } from "../areas.tsx";
import { Badge } from "../../parts/badge.tsx";
import { closeDialogAround, Dialog } from "../../parts/dialog.tsx";
import { newIn, tabName } from "./placeView.tsx";
import { roomName } from "../../parts/roomLabel.ts";
import type { RoomModel } from "../roomModel.ts";
import { ThemeSwitch } from "../../parts/themeSwitch.tsx";
import { Ago } from "../../parts/times/timeWords.tsx";
import { words } from "../../words.around.ts";

interface RoomMenuProps {
  readonly model: RoomModel;
  readonly isOver: boolean;
  readonly onClose: () => void;
}

export function RoomMenu({ model, isOver, onClose }: RoomMenuProps) {
  return (
    <Dialog title={roomName(model.named.value)} class="side menu" onClose={onClose}>
      <Origin model={model} />
      <div
        class="menu-tools"
        onClick={({ target, currentTarget }) => {
          // closed like this, the focus is back at the menu's button before it goes on
          if (leadsElsewhere(target)) closeDialogAround(currentTarget);
        }}
      >
        {!isOver && model.workbench.isPhone.value && <OtherPlaces model={model} />}
        {!isOver && <Areas model={model} of={["menu"]} />}
        {/* there is no room for them in a phone's status line */}
        {!isOver && model.workbench.isPhone.value && <Areas model={model} of={["statusBar"]} />}
        <ThemeSwitch isWorded />
      </div>
    </Dialog>
  );
}

/** Those that have no button at the thumb. */
function OtherPlaces({ model: { workbench } }: { readonly model: RoomModel }) {
  return (
    <nav class="menu-places" aria-label={words.value.thumbBar}>
      {workbench.inMenu.map((place) => (
        <button
          key={place.id}
          type="button"
          class="button quiet tool badged"
          aria-expanded={workbench.shown.value.has(place.id)}
          aria-label={tabName(place)}
          onClick={({ currentTarget }) => {
            // before it is shown: under a dialog nothing takes the focus
            closeDialogAround(currentTarget);
            workbench.show(place.id, true);
          }}
        >
          <place.Icon />
          <span>{place.name()}</span>
          <Badge count={newIn([place])} />
        </button>
      ))}
    </nav>
  );
}

/** What opens something else, or fetches it, takes the place of the menu. */
const leadsElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("button:is([aria-expanded], [aria-haspopup]), a[download]") !== null;

function Origin({ model }: { readonly model: RoomModel }) {
  const room = model.room.value;
  if (room === undefined) return null;
  const owner = model.people.person(room.owner);
  return (
    <p class="origin">
      {words.value.created} <Ago time={room.dateCreated} />
      {owner !== undefined && words.value.by(owner.name)}
    </p>
  );
}
