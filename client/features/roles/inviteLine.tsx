// In an empty file: the room's link to copy, with what it gives, as far as it gives something. Knows no file.
import { isViewingAddress } from "#protocol/roomId.ts";
import { homeUrl } from "../../api.ts";
import { roomLink } from "../../roomLink.ts";
import { copy } from "../../ui/parts/copy.ts";
import { ShareIcon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.ts";

export function InviteLine({ model }: { readonly model: RolesModel }) {
  const state = model.state.value;
  const { roomId } = model.room;
  const gives = isViewingAddress(roomId) ? "viewer" : state?.settings.plain;
  if (gives === undefined || gives === "none" || state?.settings.closed || state?.settings.locked) return null;
  const { linkCopied, share } = words.value;
  const run = async (): Promise<void> => {
    if (await copy(roomLink(state?.links?.plain ?? roomId, homeUrl()))) show(linkCopied);
    // there it can be selected
    else model.open.value = "share";
  };
  return (
    <li>
      <button type="button" class="button" tabIndex={-1} onClick={() => void run()}>
        <ShareIcon />
        <span>{share.copyLink}</span>
      </button>
      <span>{share.invites[gives]}</span>
    </li>
  );
}
