// What plays the past: on and back by an edit, play and pause, how quick, and where it is. Knows no text.
import { useId } from "preact/hooks";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { dayAndTime } from "../../../ui/parts/times/times.ts";
import { clockTime } from "../clock.ts";
import { BackIcon, LinkIcon, OnIcon, PlayIcon, StopIcon } from "../icons.tsx";
import type { OfPast } from "../past.tsx";
import { type Speed, SPEEDS } from "./player.ts";
import { TimeLine } from "./timeLine.tsx";
import { typing } from "./typing.ts";
import { words } from "../words.later.ts";
import { words as historyWords } from "../words.ts";

interface TransportProps extends OfPast {
  /** under the code of a phone: what is needed while it plays */
  readonly isSmall?: boolean;
}

export function Transport({ past, isSmall = false }: TransportProps) {
  if (isSmall)
    return (
      <section class="history-transport small" aria-label={historyWords.value.history}>
        <Steps past={past} />
        <TimeLine past={past} isSmall />
      </section>
    );
  return (
    <div class="history-transport">
      <Steps past={past} />
      <Where past={past} />
      {past.isPast && <CopyLink past={past} />}
      <Choices past={past} />
    </div>
  );
}

function Steps({ past }: OfPast) {
  const { player } = past.playback;
  const isPlaying = player.isPlaying.value;
  const play = isPlaying ? words.value.pause : words.value.play;
  return (
    <div class="history-steps">
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={words.value.back}
        {...tip(words.value.back)}
        onClick={() => player.step(-1)}
      >
        <BackIcon />
      </button>
      <button
        type="button"
        class="button icon-only history-play"
        aria-label={play}
        {...tip(play)}
        onClick={() => (isPlaying ? player.pause() : past.play())}
      >
        {isPlaying ? <StopIcon /> : <PlayIcon />}
      </button>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={words.value.on}
        {...tip(words.value.on)}
        onClick={() => player.step(1)}
      >
        <OnIcon />
      </button>
    </div>
  );
}

/** When it is, of what, and who types. */
function Where({ past }: OfPast) {
  const { playback, history } = past;
  const moment = playback.player.moment.value;
  const { times, length } = playback.player.track.value;
  const [first, last] = [times[0], times[length - 1]];
  const typed = typing(past);
  return (
    <p class="history-where">
      <strong>{moment ? clockTime(moment.time) : words.value.now}</strong>
      {first !== undefined && last !== undefined && (
        <span class="history-from-to"> · {fromTo(dayAndTime(first), dayAndTime(last))}</span>
      )}
      {typed !== undefined && ` · ${typed}`}
      {history.progress.value && <Reading past={past} />}
    </p>
  );
}

const fromTo = (first: string, last: string): string => (first === last ? first : `${first}–${last}`);

function Reading({ past }: OfPast) {
  const { read, all } = past.history.progress.value ?? { read: 0, all: 0 };
  return <span class="history-reading"> {words.value.reading(all === 0 ? 0 : Math.floor((100 * read) / all))}</span>;
}

function Choices({ past }: OfPast) {
  const { player, scope, playable, leftOut } = past.playback;
  const [speedId, scopeId] = [useId(), useId()];
  const isSkipping = player.skipsPauses.value;
  return (
    <div class="history-choices">
      <label class="unseen" for={speedId}>
        {words.value.speed}
      </label>
      <select
        id={speedId}
        class="history-select"
        value={player.speed.value}
        onChange={({ currentTarget }) => {
          player.speed.value = SPEEDS.find((speed) => speed === Number(currentTarget.value)) ?? (1 satisfies Speed);
        }}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {words.value.times(speed)}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="button small history-skip"
        aria-pressed={isSkipping}
        onClick={() => player.setSkipsPauses(!isSkipping)}
      >
        {words.value.skipPauses}
      </button>
      {playable.value.length > 1 && (
        <>
          <label class="unseen" for={scopeId}>
            {words.value.played}
          </label>
          <select
            id={scopeId}
            class="history-select"
            value={scope.value}
            onChange={({ currentTarget }) => {
              scope.value = currentTarget.value === "file" ? "file" : "room";
            }}
          >
            <option value="room">{words.value.scopes.room}</option>
            <option value="file">{words.value.scopes.file}</option>
          </select>
        </>
      )}
      {leftOut.value > 0 && <span class="history-left-out">{words.value.leftOut(leftOut.value)}</span>}
    </div>
  );
}

function CopyLink({ past }: OfPast) {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label={words.value.copyLink}
      {...tip(words.value.copyLink)}
      onClick={() => void past.copyLink()}
    >
      <LinkIcon />
    </button>
  );
}
