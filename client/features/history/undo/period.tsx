// Between which two moments the edits lie that are taken back. Knows no edit.
import { useSignal } from "@preact/signals";
import { serverNow } from "../../../serverClock.ts";
import { clockTime } from "../clock.ts";
import { momentWords } from "../momentWords.ts";
import type { OfReview, Review } from "../review.ts";
import { nameOf } from "../versions/versionName.ts";
import { words } from "./words.ts";

/** Versions that a period can begin and end at, the newest. */
const OFFERED_VERSIONS = 20;
const MINUTE_MS = 60_000;
const LAST_MINUTES = [10, 60, 1440] as const;
const ALWAYS = "always";
const NOW = "now";

/** The edits after the one moment, the other's among them; in ms since 1970. */
export interface Period {
  /** 0: since there are any */
  readonly since: number;
  /** undefined: now, whenever that is */
  readonly until: number | undefined;
}

interface PeriodProps extends OfReview {
  readonly onChoose: (period: Period) => void;
}

/** A moment that is offered. */
interface Offered {
  readonly key: string;
  readonly name: string;
  readonly time: number;
}

export function PeriodFields({ review, onChoose }: PeriodProps) {
  const begin = useSignal({ key: ALWAYS, time: 0 });
  const end = useSignal<{ readonly key: string; readonly time: number | undefined }>({ key: NOW, time: undefined });
  const moments = offeredIn(review);
  const later = moments.filter(({ time }) => time > begin.value.time);
  const choose = (): void => onChoose({ since: begin.peek().time, until: end.peek().time });
  const chooseBegin = (key: string): void => {
    const minutes = LAST_MINUTES.find((one) => `last ${one}` === key);
    const time =
      minutes === undefined ? (moments.find((one) => one.key === key)?.time ?? 0) : serverNow() - minutes * MINUTE_MS;
    begin.value = { key, time };
    if ((end.peek().time ?? Infinity) <= time) end.value = { key: NOW, time: undefined };
    choose();
  };
  const chooseEnd = (key: string): void => {
    end.value = { key, time: moments.find((one) => one.key === key)?.time };
    choose();
  };
  return (
    <>
      <label>
        {words.value.from}
        <select value={begin.value.key} onChange={({ currentTarget }) => chooseBegin(currentTarget.value)}>
          <option value={ALWAYS}>{words.value.always}</option>
          {LAST_MINUTES.map((minutes) => (
            <option key={minutes} value={`last ${minutes}`}>
              {words.value.last[minutes]}
            </option>
          ))}
          <Moments moments={moments} />
        </select>
      </label>
      <label>
        {words.value.until}
        <select value={end.value.key} onChange={({ currentTarget }) => chooseEnd(currentTarget.value)}>
          <option value={NOW}>{words.value.now}</option>
          <Moments moments={later} />
        </select>
      </label>
    </>
  );
}

function Moments({ moments }: { readonly moments: readonly Offered[] }) {
  return moments.map(({ key, name }) => (
    <option key={key} value={key}>
      {name}
    </option>
  ));
}

/** The one that is looked at, and versions, the newest first. */
function offeredIn(review: Review): readonly Offered[] {
  const looked = review.past.playback.player.moment.value?.time;
  const versions = review.versions.value.slice(-OFFERED_VERSIONS).toReversed();
  return [
    ...(looked === undefined
      ? []
      : [{ key: "looked", name: words.value.looked(momentWords(review, looked)), time: looked }]),
    ...versions.map((one) => ({
      key: `version ${one.number}`,
      name: words.value.version(nameOf(review, one), clockTime(one.time)),
      time: one.time,
    })),
  ];
}
