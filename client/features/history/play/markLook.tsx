// How marks on the time line look and what they are called: history's own, and those of other features as they say. Knows no place.
import { DeletedIcon, FlagIcon, JoinedIcon, PasteIcon, PastIcon, RestoredIcon } from "../icons.tsx";
import type { TimeMark } from "./marks.ts";
import type { OfPast, Past } from "../past.tsx";
import { words } from "../words.later.ts";

const MINUTE_MS = 60_000;

const OWN = {
  paste: PasteIcon,
  pause: PastIcon,
  joined: JoinedIcon,
  named: FlagIcon,
  restored: RestoredIcon,
  undone: RestoredIcon,
  roomRestored: RestoredIcon,
  roomUndone: RestoredIcon,
  deleted: DeletedIcon,
} as const;

export function MarkPicture({ past, mark }: OfPast & { readonly mark: TimeMark }) {
  if (mark.kind !== "other") {
    const Picture = OWN[mark.kind];
    return <Picture />;
  }
  const Look = past.lookOf(mark.mark)?.Icon;
  return Look ? <Look mark={mark.mark} /> : null;
}

/** What a mark is, in words. */
export function markWords(past: Past, mark: TimeMark): string {
  const nameOf = (participant: number | undefined): string =>
    past.history.person(participant)?.name ?? words.value.somebody;
  switch (mark.kind) {
    case "paste":
      return words.value.paste(past.history.personOf(mark.client)?.name ?? words.value.somebody, mark.units);
    case "pause":
      return words.value.pauseOf(Math.round(mark.ms / MINUTE_MS));
    case "joined":
      return words.value.joined(nameOf(mark.participant));
    case "named":
      return words.value.named(mark.name);
    case "restored":
    case "undone":
    case "roomRestored":
    case "roomUndone":
      return words.value[mark.kind](nameOf(mark.participant));
    case "deleted":
      return words.value.deleted(nameOf(mark.participant), mark.path);
    case "other":
      return past.lookOf(mark.mark)?.name(mark.mark, nameOf(mark.mark.participant)) ?? mark.mark.kind;
  }
}
