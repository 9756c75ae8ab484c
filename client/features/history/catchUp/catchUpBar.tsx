// Says to somebody who comes back what others changed meanwhile, and leads to it. Loaded when somebody comes back; knows no text.
import { useComputed } from "@preact/signals";
import { CloseIcon } from "../../../ui/parts/icons.tsx";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { dayAndTime } from "../../../ui/parts/times/times.ts";
import { PlayIcon } from "../icons.tsx";
import { type OfReview, type Review, versionOf } from "../review.ts";
import "./catchUp.css";
import { words } from "./words.ts";

interface CatchUpBarProps extends OfReview {
  /** when they were here last, in ms since 1970 */
  readonly since: number;
  readonly onDone: () => void;
}

export function CatchUpBar({ review, since, onDone }: CatchUpBarProps) {
  const changed = useComputed(() => changedSince(review, since));
  const { names, files } = changed.value;
  const { past } = review;
  if (names.length === 0 || past.isPast || review.compared.value) return null;
  const done = (run: () => void) => () => {
    onDone();
    run();
  };
  return (
    <section class="catch-up" aria-label={words.value.region}>
      <p>{words.value.changed(dayAndTime(since), names, files)}</p>
      <button type="button" class="button small" onClick={done(() => review.compare(since, undefined))}>
        {words.value.differences}
      </button>
      <button type="button" class="button small" onClick={done(() => review.playSince(since))}>
        <PlayIcon />
        {words.value.play}
      </button>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={words.value.dismiss}
        {...tip(words.value.dismiss)}
        onClick={done(() => {})}
      >
        <CloseIcon />
      </button>
    </section>
  );
}

/** Who has written since, other than this person, and in how many files. */
function changedSince({ present, past: { history, room } }: Review, since: number) {
  const me = room.people.you.value?.participant;
  const people = new Set<number>();
  let changed = 0;
  if (history.progress.value !== undefined) return { names: [], files: 0 };
  for (const file of present.value) {
    let isChanged = false;
    for (let version = versionOf(file, since) + 1; version <= file.version.value; version++) {
      const participant = history.personOf(file.edits.timeLine.authorOf(version))?.participant;
      if (participant === me) continue;
      people.add(participant ?? 0);
      isChanged = true;
    }
    if (isChanged) changed++;
  }
  const nameOf = (participant: number): string => history.person(participant)?.name ?? words.value.somebody;
  return { names: [...people].map(nameOf), files: changed };
}
