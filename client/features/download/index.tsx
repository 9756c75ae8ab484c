// The page's half of the download: a plain link to the file as the server has it. Knows no room but its address.
import type { ClientFeature, FeatureRoom } from "../../ui/feature.ts";
import { DownloadIcon } from "../../ui/icons.tsx";

function Download({ room }: { readonly room: FeatureRoom }) {
  return (
    <a
      class="button quiet"
      href={`api/rooms/${room.roomId}/download/${room.file.file}`}
      download
      title="Download the file"
    >
      <DownloadIcon />
      <span>Download</span>
    </a>
  );
}

export const download: ClientFeature = { name: "download", Tool: Download };
