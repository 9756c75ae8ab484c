// Share: the link of the room, copied, or shown to copy where the browser does not allow that.
import { useSignal } from "@preact/signals";
import { homeUrl } from "../api.ts";
import { roomLink } from "../roomLink.ts";
import { copy } from "./copy.ts";
import { Dialog } from "./dialog.tsx";
import { CheckIcon, ShareIcon } from "./icons.tsx";
import { announce } from "./notices.tsx";

const SAID_MS = 2_500;

export function ShareButton({ roomId }: { readonly roomId: string }) {
  const copied = useSignal(0);
  const byHand = useSignal(false);
  const link = roomLink(roomId, homeUrl());

  const share = async (): Promise<void> => {
    if (!(await copy(link))) {
      byHand.value = true;
      return;
    }
    announce("The link is copied.");
    copied.value += 1;
    setTimeout(() => {
      copied.value -= 1;
    }, SAID_MS);
  };

  return (
    <>
      <button type="button" class="button primary share" onClick={share}>
        {copied.value > 0 ? <CheckIcon /> : <ShareIcon />}
        <span>{copied.value > 0 ? "Copied" : "Share"}</span>
      </button>
      {byHand.value && (
        <Dialog
          title="Share this room"
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
      <label for="share-link">Whoever has this link types a name and is in. Copy it from here:</label>
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
