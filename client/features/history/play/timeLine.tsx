// The time line: a lane for each person, what happened above them, and the moment that is looked at, by pointer and keyboard. Knows no text.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { personColour } from "../../../personColour.ts";
import { pressed } from "../../../pressed.ts";
import { useFocusOfPlace } from "../../../ui/parts/focusOfPlace.tsx";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { clockTime, tickTime } from "../clock.ts";
import { lanesOf } from "./lanes.ts";
import { LaneCanvas } from "./laneCanvas.tsx";
import { grouped, type MarkGroup } from "./marks.ts";
import { MarkPicture, markWords } from "./markLook.tsx";
import type { OfPast, Past } from "../past.tsx";
import { LONG_PAUSE_MS } from "./track.ts";
import { typing } from "./typing.ts";
import { words } from "../words.later.ts";

/** A bar and the gap beside it. */
const COLUMN_PX = 5;
/** Marks nearer to each other are one. */
const MARK_PX = 26;
/** Between two times of the clock. */
const TICK_PX = 110;

interface TimeLineProps extends OfPast {
  /** a line alone, without lanes and marks */
  readonly isSmall?: boolean;
}

export function TimeLine({ past, isSmall = false }: TimeLineProps) {
  const width = useSignal(0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const measuring = new ResizeObserver(() => {
      width.value = current.clientWidth;
    });
    measuring.observe(current);
    return () => measuring.disconnect();
  }, []);
  if (isSmall)
    return (
      <div class="time-line small" dir="ltr">
        <div ref={place} class="time-line-place">
          <Slider past={past} />
        </div>
      </div>
    );
  return (
    <div class="time-line" dir="ltr">
      <MarkRow past={past} width={width} />
      <Lanes past={past} width={width} place={place} />
      <Ticks past={past} width={width} />
    </div>
  );
}

interface OfWidth extends OfPast {
  /** px of the lanes */
  readonly width: { readonly value: number };
}

/** 0 to 1 on the axis; undefined: now. */
const shareOf = ({ playback: { player } }: Past): number | undefined => {
  const moment = player.moment.value;
  const { total } = player.axis.value;
  return moment && (total > 0 ? moment.played / total : 1);
};

function Lanes({ past, width, place }: OfWidth & { readonly place: { readonly current: HTMLDivElement | null } }) {
  const { playback, history } = past;
  const { player } = playback;
  const lanes = useComputed(() => {
    const columns = Math.floor(width.value / COLUMN_PX);
    if (columns === 0) return [];
    return lanesOf(player.track.value, player.axis.value, columns, (client) => history.personOf(client)?.participant);
  });
  const pauses = useComputed(() => {
    const [track, axis] = [player.track.value, player.axis.value];
    return track
      .pauses(LONG_PAUSE_MS)
      .map((next) => [axis.of(next - 1) / axis.total, axis.of(next) / axis.total] as const);
  });
  const people = new Map(history.people.value.map((person) => [person.participant, person]));
  return (
    <div class="time-line-lanes">
      <ul class="lane-names">
        {lanes.value.map(({ participant, people: shared }, index) => {
          const person = people.get(participant ?? 0);
          const name = person?.name ?? (shared > 1 ? words.value.others(shared) : words.value.somebody);
          return (
            <li key={index} class={person ? `lane-name ${personColour(person.colour)}` : "lane-name"}>
              <span class="face" aria-hidden="true">
                {[...name][0]?.toUpperCase()}
              </span>
              <span class="lane-person">{name}</span>
            </li>
          );
        })}
      </ul>
      <div ref={place} class="time-line-place">
        {lanes.value.map((lane, index) => (
          <LaneCanvas
            key={index}
            lane={lane}
            colour={people.get(lane.participant ?? 0)?.colour}
            pauses={pauses.value}
            columnPx={COLUMN_PX}
          />
        ))}
        <Slider past={past} />
      </div>
    </div>
  );
}

type Pointer = PointerEvent & { readonly currentTarget: HTMLElement };

/** A press goes there at once, and so does each place of a drag: browsers tell one a frame. */
function dragging(past: Past) {
  const { player } = past.playback;
  const go = ({ currentTarget, clientX }: Pointer): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    player.seek(((clientX - left) / Math.max(1, width)) * player.axis.peek().total);
  };
  const end = (): void => {
    past.isDragging.value = false;
  };
  return {
    onPointerDown(event: Pointer) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      past.isDragging.value = true;
      go(event);
    },
    onPointerMove(event: Pointer) {
      if (past.isDragging.peek()) go(event);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

function Slider({ past }: OfPast) {
  const { player } = past.playback;
  const share = shareOf(past);
  const total = Math.round(player.axis.value.total);
  const moment = player.moment.value;
  const slider = useRef<HTMLDivElement>(null);
  // whoever opens the tab goes on by keys
  useFocusOfPlace(() => slider.current?.focus());
  return (
    <div
      ref={slider}
      class="time-slider"
      role="slider"
      tabIndex={0}
      aria-label={words.value.timeLine}
      aria-description={words.value.keys}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={moment ? Math.round(moment.played) : total}
      aria-valuetext={spoken(past)}
      onKeyDown={pressed((event: KeyboardEvent) => {
        if (onKey(past, event)) event.preventDefault();
      })}
      {...dragging(past)}
    >
      <div
        class={share === undefined ? "play-head is-now" : "play-head"}
        style={{ insetInlineStart: `${100 * (share ?? 1)}%` }}
        aria-hidden="true"
      />
    </div>
  );
}

/** Where the time line is, in words. */
function spoken(past: Past): string {
  const { player } = past.playback;
  const moment = player.moment.value;
  if (!moment) return words.value.now;
  const typed = typing(past);
  const { length } = player.track.value;
  const marks = past.marks.value.filter(({ time }) => time === moment.time);
  const parts = [
    clockTime(moment.time),
    ...marks.map((mark) => markWords(past, mark)),
    ...(typed === undefined ? [] : [typed]),
    words.value.editOf(moment.count, length),
  ];
  return parts.join(", ");
}

/** Whether the key means something here. */
function onKey(past: Past, event: KeyboardEvent): boolean {
  const { player } = past.playback;
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowDown":
      if (event.shiftKey) player.stepPause(-1);
      else player.step(-1);
      return true;
    case "ArrowRight":
    case "ArrowUp":
      if (event.shiftKey) player.stepPause(1);
      else player.step(1);
      return true;
    case "Home":
      player.step(-Infinity);
      return true;
    case "End":
      player.step(Infinity);
      return true;
    case "PageUp":
      return toMark(past, -1);
    case "PageDown":
      return toMark(past, 1);
    case " ":
      if (player.isPlaying.peek()) player.pause();
      else past.play();
      return true;
    default:
      return false;
  }
}

function toMark(past: Past, to: 1 | -1): boolean {
  const { player } = past.playback;
  const now = player.moment.peek()?.time ?? Infinity;
  const marks = past.marks.peek();
  const mark = to === 1 ? marks.find(({ time }) => time > now) : marks.findLast(({ time }) => time < now);
  if (mark) player.seekTime(mark.time);
  return true;
}

function MarkRow({ past, width }: OfWidth) {
  const { player } = past.playback;
  const groups = useComputed(() => grouped(past.marks.value, player.axis.value, MARK_PX / Math.max(1, width.value)));
  return (
    <div class="time-line-marks" role="group" aria-label={words.value.marks}>
      {groups.value.map((group) => (
        <MarkButton key={group.marks[0]?.time} past={past} group={group} />
      ))}
    </div>
  );
}

/** For the pointer; the keyboard goes from mark to mark by the time line's own keys. */
function MarkButton({ past, group: { at, marks } }: OfPast & { readonly group: MarkGroup }) {
  const [first] = marks;
  if (!first) return null;
  const name = marks.map((mark) => markWords(past, mark)).join("; ");
  return (
    <button
      type="button"
      class="time-mark"
      tabIndex={-1}
      style={{ insetInlineStart: `${100 * Math.max(0, Math.min(1, at))}%` }}
      aria-label={name}
      {...tip(name)}
      onClick={() => past.playback.player.seekTime(first.time)}
    >
      <MarkPicture past={past} mark={first} />
      {marks.length > 1 && <span class="time-mark-more">{marks.length}</span>}
    </button>
  );
}

function Ticks({ past, width }: OfWidth) {
  const { player } = past.playback;
  const axis = player.axis.value;
  const count = Math.floor(width.value / TICK_PX);
  if (count === 0 || axis.total === 0) return <div class="time-line-ticks" />;
  const ticks = Array.from({ length: count + 1 }, (_, index) =>
    tickTime(axis.time((axis.total * index) / count), axis.time(axis.total) - axis.time(0)),
  );
  return (
    <div class="time-line-ticks" aria-hidden="true">
      {ticks.map((tick, index) =>
        tick === ticks[index - 1] ? null : (
          <span
            key={index}
            style={{
              insetInlineStart: `${(100 * index) / count}%`,
              // those at the ends are not beyond them
              translate: index === 0 ? "0" : index === count ? "-100%" : "-50%",
            }}
          >
            {tick}
          </span>
        ),
      )}
    </div>
  );
}
