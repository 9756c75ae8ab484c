// The head of a room: what it is called, who is here, Share, and the menu with all that is wanted less often.
import { Areas } from "../areas.tsx";
import { MenuIcon, LogoIcon } from "../../parts/icons.tsx";
import { Link } from "../../parts/link.tsx";
import { Faces } from "./people.tsx";
import { RoomMenu } from "./roomMenu.tsx";
import type { RoomModel } from "../roomModel.ts";
import { RoomTitle } from "./roomTitle.tsx";
import { ShareButton } from "./shareButton.tsx";
import { tip } from "../../parts/tips/tip.ts";
import { Tooltips } from "../../parts/tips/tooltips.tsx";
import { words } from "../../words.around.ts";

export function RoomHeader({ model }: { readonly model: RoomModel }) {
  // nobody is known to be there, and little can be done there
  const isOver = model.isOver.value;
  const Share = [...model.features.values()].find((feature) => feature.Share)?.Share;
  const toStart = words.value.toStart;
  return (
    <header class="room-header">
      <Tooltips />
      <Link to="" class="brand" {...tip(toStart)}>
        <LogoIcon />
        <span class="unseen">{toStart}</span>
      </Link>
      <div class="room-title">
        <RoomTitle model={model} />
      </div>
      {!isOver && (
        <>
          <Faces model={model} />
          <Areas model={model} of={["head"]} />
          {Share ? <Share /> : <ShareButton roomId={model.roomId} />}
        </>
      )}
      {!model.workbench.isPhone.value && (
        <button
          type="button"
          class="button quiet icon-only"
          aria-label={words.value.menu}
          {...tip(words.value.menu)}
          aria-haspopup="dialog"
          onClick={() => {
            model.dialog.value = "menu";
          }}
        >
          <MenuIcon />
        </button>
      )}
      {model.dialog.value === "menu" && (
        <RoomMenu
          model={model}
          isOver={isOver}
          onClose={() => {
            model.dialog.value = undefined;
          }}
        />
      )}
    </header>
  );
}
