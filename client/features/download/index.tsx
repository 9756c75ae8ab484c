// The page's half of the download: a plain link to the file as the server has it. Knows no room but its address.
import type { ClientFeature, FeatureRoom } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";

function Download({ room }: { readonly room: FeatureRoom }) {
  return (
    <a
      class="button quiet"
      href={`api/rooms/${room.roomId}/download/${room.file.value}`}
      download
      title="Download the file"
    >
      <Icon>
        <path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14" />
      </Icon>
      <span>Download</span>
    </a>
  );
}

export const download: ClientFeature = {
  name: "download",
  open: (room) => ({ Tool: () => <Download room={room} /> }),
};
