// Fetches what the server has and gives it to the browser to keep. Knows addresses, no room.
import { getFile } from "../../api.ts";
import { show } from "../../ui/parts/notices.tsx";
import { saveFile } from "../../ui/parts/saveFile.ts";
import { words } from "./words.ts";

const SOON_MS = 1_000;

/** `key`: a participant's secret, without which some rooms may not be read; a link alone cannot bear it. */
export async function save(address: string, key: string | undefined): Promise<void> {
  const waiting = setTimeout(() => show(words.value.onItsWay), SOON_MS);
  try {
    saveFile(await getFile(address, key));
  } catch (error) {
    show(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(waiting);
  }
}
