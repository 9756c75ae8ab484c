// The page's half of the download: links to the file that is shown and to all of them, as the server has them. Knows no room but its address.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Dialog } from "../../ui/dialog.tsx";
import type { ClientFeature, FeatureRoom } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import "./download.css";
import { save } from "./save.ts";

interface OfRoom {
  readonly room: FeatureRoom;
}

const Picture = () => (
  <Icon>
    <path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14" />
  </Icon>
);

/** With one file a link, with more a choice. */
function Download({ room }: OfRoom) {
  const isOpen = useSignal(false);
  const count = room.room.value?.files.filter(({ deleted }) => deleted === undefined).length ?? 1;
  if (count < 2)
    return (
      <SaveLink room={room} file={room.file.value} class="button quiet tool">
        <Picture />
        <span>Download</span>
      </SaveLink>
    );
  return (
    <>
      <button
        type="button"
        class="button quiet tool"
        title="Download"
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Picture />
        <span>Download</span>
      </button>
      {isOpen.value && (
        <Choice
          room={room}
          count={count}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </>
  );
}

function Choice({ room, count, onClose }: OfRoom & { readonly count: number; readonly onClose: () => void }) {
  const shown = room.room.value?.files.find(({ file }) => file === room.file.value);
  return (
    <Dialog title="Download" onClose={onClose}>
      <div class="actions">
        {shown && (
          <SaveLink room={room} file={shown.file} class="button download-choice" onSave={onClose}>
            {shown.name.split("/").at(-1)}
          </SaveLink>
        )}
        <SaveLink room={room} class="button" onSave={onClose}>
          All {count} files, as .zip
        </SaveLink>
      </div>
    </Dialog>
  );
}

interface SaveLinkProps extends OfRoom {
  /** absent: all of them */
  readonly file?: number;
  readonly class: string;
  readonly onSave?: () => void;
  readonly children: ComponentChildren;
}

function SaveLink({ room, file, onSave, children, class: className }: SaveLinkProps) {
  const address = `api/rooms/${room.roomId}/download${file === undefined ? "" : `/${file}`}`;
  return (
    <a
      class={className}
      href={address}
      title="Download"
      download
      onClick={(event) => {
        event.preventDefault();
        void save(address, room.key());
        onSave?.();
      }}
    >
      {children}
    </a>
  );
}

export const download: ClientFeature = {
  name: "download",
  open: (room) => ({ Tool: () => <Download room={room} /> }),
};
