// The versions of the room, the newest first and by day; a press looks at one. Knows no text.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { pressed } from "../../../pressed.ts";
import { serverNow } from "../../../serverClock.ts";
import { useFocusLeft } from "../../../ui/parts/focusLeft.ts";
import { byDay, timeOfDay } from "../../../ui/parts/times/times.ts";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { atMinute } from "../clock.ts";
import { FlagIcon, MoreIcon, PastIcon } from "../icons.tsx";
import type { LineCounts } from "../compare/exactDifferences.ts";
import type { OfReview, Review } from "../review.ts";
import { Counts } from "./counts.tsx";
import "./versions.css";
import { words as historyWords } from "../words.ts";
import { nameOf, numberOf } from "./versionName.ts";
import type { Version } from "./versionsIn.ts";
import { words } from "./words.ts";

/** So many are shown at first, and with each press more. */
const SHOWN_VERSIONS = 50;
/** Of more people only so many are named. */
const NAMED_PEOPLE = 2;

export function VersionsPanel({ review }: OfReview) {
  const most = useSignal(SHOWN_VERSIONS);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => void review.past.refresh(), [review]);
  const all = review.versions.value;
  const shown = all.slice(-most.value).toReversed();
  const comparing = review.comparing.value;
  return (
    <div
      ref={list}
      class="versions"
      onKeyDown={pressed((event) => {
        if (event.key === "Escape" && comparing) {
          event.preventDefault();
          review.comparing.value = undefined;
        }
        if (event.key === "ArrowDown" || event.key === "ArrowUp") go(event, list.current);
      })}
    >
      {comparing ? <Choosing review={review} version={comparing} /> : <Tools review={review} />}
      <Began review={review} />
      <ul aria-label={words.value.versions}>
        <Now review={review} />
      </ul>
      {shown.length === 0 && (
        <p class="versions-note">
          <None review={review} />
        </p>
      )}
      {byDay(shown, serverNow()).map(({ day, items }) => (
        <section key={day}>
          <h2>{day}</h2>
          <ul>
            {items.map((version) => (
              <Row key={`${version.reason.type} ${version.number}`} review={review} version={version} />
            ))}
          </ul>
        </section>
      ))}
      {shown.length < all.length && (
        <button
          type="button"
          class="button small versions-more"
          onClick={() => {
            most.value += SHOWN_VERSIONS;
          }}
        >
          {words.value.older}
        </button>
      )}
    </div>
  );
}

/** The arrows go from version to version. */
function go(event: KeyboardEvent, list: HTMLElement | null): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>(".version-look") ?? [])];
  const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
  const next = rows[at === -1 ? 0 : at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Why there is no version: of a viewer nobody asks for a name. */
function None({ review: { past, mayWrite } }: OfReview) {
  if (past.trouble.value !== undefined) return past.trouble.value;
  if (past.history.progress.value) return words.value.reading;
  return mayWrite.value ? `${words.value.nothing} ${words.value.orName}` : words.value.nothing;
}

/** Of what room this one is a copy. It has no link: a room's address lets in whoever has it. */
function Began({ review: { past } }: OfReview) {
  const origin = past.history.origin.value;
  return origin ? <p class="versions-note">{words.value.began(origin.title, atMinute(origin.at))}</p> : null;
}

function Tools({ review }: OfReview) {
  if (!review.mayWrite.value) return null;
  const at = review.past.playback.player.moment.value?.time;
  return (
    <div class="versions-tools">
      <button
        type="button"
        class="button small"
        aria-haspopup="dialog"
        onClick={() => {
          review.asked.value = { what: "name", at };
        }}
      >
        <FlagIcon />
        {at === undefined ? historyWords.value.nameNow : words.value.nameMoment}
      </button>
    </div>
  );
}

function Choosing({ review, version }: OfReview & { readonly version: Version }) {
  return (
    <div class="versions-tools versions-choosing" role="status">
      <p>{words.value.choose(nameOf(review, version))}</p>
      <button
        type="button"
        class="button small"
        onClick={() => {
          review.comparing.value = undefined;
        }}
      >
        {words.value.chooseNot}
      </button>
    </div>
  );
}

function Now({ review }: OfReview) {
  const { past } = review;
  const isShown = past.playback.player.moment.value === undefined;
  return (
    <li class="version">
      <button
        type="button"
        class="version-look"
        aria-current={isShown}
        onClick={() => {
          const comparing = review.comparing.peek();
          if (comparing) review.compare(comparing.time, undefined);
          else past.backToNow();
        }}
      >
        <span class="version-now" aria-hidden="true" />
        <span class="version-name">{words.value.now}</span>
        <small>{words.value.nowText}</small>
      </button>
    </li>
  );
}

function Row({ review, version }: OfReview & { readonly version: Version }) {
  const { past } = review;
  const { time } = version;
  const name = nameOf(review, version);
  const isShown = past.playback.player.moment.value?.time === time;
  const row = useRef<HTMLLIElement>(null);
  // it goes where its name is removed
  useFocusLeft(row, ".place-panel");
  return (
    <li ref={row} class="version">
      <button
        type="button"
        class="version-look"
        aria-current={isShown}
        onClick={() => {
          const comparing = review.comparing.peek();
          if (comparing) review.compare(comparing.time, time);
          else review.look(time);
        }}
      >
        <Picture review={review} version={version} />
        <span class="version-name">{name}</span>
        <small>
          {numberOf(version)} · {timeOfDay(time)}
          {people(review, version) !== "" && ` · ${people(review, version)}`}
          <Lines review={review} version={version} />
        </small>
      </button>
      <button
        type="button"
        class="button quiet icon-only"
        aria-haspopup="dialog"
        aria-label={words.value.more(name)}
        {...tip(words.value.moreHint)}
        onClick={() => {
          review.asked.value = { what: "version", version };
        }}
      >
        <MoreIcon />
      </button>
    </li>
  );
}

function Picture({ review, version: { reason } }: OfReview & { readonly version: Version }) {
  const Mark = reason.type === "mark" ? review.past.lookOf(reason.mark)?.Icon : undefined;
  if (Mark && reason.type === "mark") return <Mark mark={reason.mark} />;
  return reason.type === "named" ? <FlagIcon /> : <PastIcon />;
}

/** Who wrote what is new in it; of many the first. */
function people({ past: { history } }: Review, { clients }: Version): string {
  const names = [...new Set(clients.map((client) => history.personOf(client)?.name ?? words.value.somebody))];
  const more = names.length - NAMED_PEOPLE;
  return more > 0 ? words.value.andOthers(names.slice(0, NAMED_PEOPLE), more) : words.value.authors(names);
}

/** Counted when it is shown. */
function Lines({ review, version }: OfReview & { readonly version: Version }) {
  const counts = useSignal<LineCounts | undefined>(undefined);
  // more of it may be read
  const { before = 0, time, edits } = version;
  useEffect(() => {
    let isWanted = true;
    review.lines(before, time).then(
      (counted) => {
        if (isWanted) counts.value = counted;
      },
      // what is looked at says why
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [review, before, time, edits]);
  // a space, not a margin: it goes where the line is broken
  return counts.value && counts.value.added + counts.value.taken > 0 ? (
    <>
      {" "}
      <Counts {...counts.value} />
    </>
  ) : null;
}
