// The page's half of the download: links to the file that is shown and to all of them, as the server has them. Knows no room but its address.
import type { ComponentChildren } from "preact";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { save } from "./save.ts";
import { words } from "./words.ts";

interface OfRoom {
  readonly room: PageRoom;
}

/** The file that is shown, and with more than one all of them. */
function Download({ room }: OfRoom) {
  const files = room.room.value?.files.filter(({ deleted }) => deleted === undefined) ?? [];
  const shown = files.find(({ file }) => file === room.tabs.shown.value);
  return (
    <>
      {shown && (
        <SaveLink room={room} file={shown.file}>
          {words.value.download(shown.name.split("/").at(-1) ?? "")}
        </SaveLink>
      )}
      {files.length > 1 && <SaveLink room={room}>{words.value.downloadAll(files.length)}</SaveLink>}
    </>
  );
}

interface SaveLinkProps extends OfRoom {
  /** absent: all of them */
  readonly file?: number;
  readonly children: ComponentChildren;
}

/** Where the server has a file, or all of them. */
const addressOf = ({ roomId }: PageRoom, file?: number): string =>
  `api/rooms/${roomId}/download${file === undefined ? "" : `/${file}`}`;

function SaveLink({ room, file, children }: SaveLinkProps) {
  const address = addressOf(room, file);
  return (
    <a
      class="button quiet"
      href={address}
      download
      onClick={(event) => {
        event.preventDefault();
        void save(address, room.key());
      }}
    >
      <Icon>
        <path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14" />
      </Icon>
      <span>{children}</span>
    </a>
  );
}

export const download: PageFeature = {
  name: "download",
  open: (room) => ({
    areas: { menu: () => <Download room={room} /> },
    commands: () => [
      {
        id: "download.file",
        name: words.value.downloadThis,
        run: () => void save(addressOf(room, room.tabs.shown.peek()), room.key()),
      },
      { id: "download.all", name: words.value.downloadFiles, run: () => void save(addressOf(room), room.key()) },
    ],
  }),
};
