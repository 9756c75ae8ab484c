// Share: the link of the room, copied, or shown to copy where the browser does not allow that.
import { useSignal } from "@preact/signals";
import { homeUrl } from "../../../api.ts";
import { roomLink } from "../../../roomLink.ts";
import { CopyButton } from "../../parts/copyButton.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ShareIcon } from "../../parts/icons.tsx";
import { words } from "../../words.around.ts";

export function ShareButton({ roomId }: { readonly roomId: string }) {
  const byHand = useSignal(false);
  const link = roomLink(roomId, homeUrl());
  return (
    <>
      <CopyButton
        class="primary share"
        text={link}
        label={words.value.share.share}
        said={words.value.share.copied}
        icon={<ShareIcon />}
        onForbidden={() => {
          byHand.value = true;
        }}
      />
      {byHand.value && (
        <Dialog
          title={words.value.share.title}
          onClose={() => {
            byHand.value = false;
          }}
        >
          <LinkToCopy link={link} />
        </Dialog>
      )}
    </>
  );
}

function LinkToCopy({ link }: { readonly link: string }) {
  return (
    <div class="field">
      <label for="share-link">{words.value.share.byHand}</label>
      {/* the dialog gives its focus to what asks for it */}
      <input
        id="share-link"
        type="text"
        readOnly
        autofocus
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </div>
  );
}
