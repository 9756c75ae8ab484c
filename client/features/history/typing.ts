// Who types where, in words. Knows no screen.
import type { Past } from "./past.tsx";
import { words } from "./words.later.ts";

/** Who made an edit of the track, and in which file. */
export function typing({ history, playback }: Past, edit: number): string {
  const track = playback.player.track.value;
  const name = history.personOf(track.client(edit))?.name ?? words.value.somebody;
  const path = history.files.value.find(({ file }) => file === track.file(edit))?.path ?? "";
  return words.value.typesIn(name, path);
}
