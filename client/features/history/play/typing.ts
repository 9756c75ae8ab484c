// Who types where, in words. Knows no screen.
import type { ReadonlySignal } from "@preact/signals";
import type { Past } from "../past.tsx";
import type { Player } from "./player.ts";
import { PAUSE_MS } from "./track.ts";
import { words } from "../words.later.ts";

/** As much of the past as is needed. */
export interface Typing {
  readonly history: Pick<Past["history"], "personOf" | "files">;
  readonly playback: { readonly player: Player; readonly lastEdit: ReadonlySignal<number | undefined> };
}

/** At the moment that is looked at; undefined: it is before everything, or now. */
export function typing({ history, playback }: Typing): string | undefined {
  const { player, lastEdit } = playback;
  const [track, moment, edit] = [player.track.value, player.moment.value, lastEdit.value];
  if (!moment || edit === undefined || edit >= track.length) return undefined;
  if (moment.time - track.times[edit]! >= PAUSE_MS) return words.value.nobodyTypes;
  const name = history.personOf(track.client(edit))?.name ?? words.value.somebody;
  const path = history.files.value.find(({ file }) => file === track.file(edit))?.path ?? "";
  return words.value.typesIn(name, path);
}
