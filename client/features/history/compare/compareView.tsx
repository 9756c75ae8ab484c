// Two moments of the file that is shown, over the code: how they differ, exactly. Follows what is typed where one of them is now. Knows no weave.
import { effect, untracked, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../../api.ts";
import { CloseIcon } from "../../../ui/parts/icons.tsx";
import { Keys } from "../../../ui/parts/tips/keyCaps.tsx";
import { show } from "../../../ui/parts/notices.tsx";
import { tip } from "../../../ui/parts/tips/tip.ts";
import { layAside } from "../layAside.ts";
import { atMoment, momentWords } from "../momentWords.ts";
import { BackIcon, OnIcon, RestoredIcon } from "../icons.tsx";
import { type Comparison, type OfReview, type Review, versionOf, type When } from "../review.ts";
import { Counts } from "../versions/counts.tsx";
import "./compare.css";
import { changedLines, type LineCounts } from "./exactDifferences.ts";
import type { Compared, MergeEditor } from "./mergeEditor.ts";
import { words } from "./words.ts";

/** Two columns are too narrow in a smaller window, in px. */
const SIDE_BY_SIDE_FROM_PX = 900;

/** What is on the screen of a comparison. */
type Shown = "reading" | "same" | "differences";

export function CompareView({ review, comparison }: OfReview & { readonly comparison: Comparison }) {
  const texts = useRef<HTMLDivElement>(null);
  const merge = useRef<MergeEditor | undefined>(undefined);
  const isInline = useSignal(window.innerWidth < SIDE_BY_SIDE_FROM_PX);
  const shown = useSignal<Shown>("reading");
  const counts = useSignal<LineCounts | undefined>(undefined);
  /** the moment, the later one of the two, at which the file was not there yet */
  const missingAt = useSignal<number | undefined>(undefined);
  const { room, history } = review.past;
  // what is done with it is one row there: pictures for words, and for two columns there is no room
  const isPhone = room.workbench.isPhone.value;
  const file = room.tabs.shown.value;
  const path = review.pathOf(file);
  useEffect(
    () =>
      effect(() => {
        const one = history.file(room.tabs.shown.value);
        const isOneColumn = isInline.value;
        const versions = [comparison.before, comparison.after].map((when) => versionOf(one, when));
        // what is read later changes what now is
        if (comparison.after === undefined) void one.version.value;
        let isWanted = true;
        const found = untracked(() =>
          Promise.all([
            comparedOf(review, one.file, versions[0]!, versions[1]!),
            missingIn(review, one.file, comparison),
          ]),
        );
        found.then(
          async ([compared, missing]) => {
            const [{ MergeEditor: Merge }, { seenDifferences }] = await Promise.all([
              import("./mergeEditor.ts"),
              import("./seenDifferences.ts"),
            ]);
            const options = await untracked(() => optionsFor(review, one.file, comparison));
            const { current: parent } = texts;
            if (!isWanted || !parent) return;
            const hadFocus = parent.contains(document.activeElement);
            const scrolled = parent.scrollTop;
            merge.current?.destroy();
            const differences = seenDifferences(compared.before, compared.after, compared.change);
            const isSame = differences.length === 0;
            merge.current = isSame ? undefined : new Merge(parent, { ...compared, ...options, isInline: isOneColumn });
            counts.value = changedLines(compared.before, compared.after, differences);
            missingAt.value = missing;
            if (shown.peek() === "differences") parent.scrollTop = scrolled;
            shown.value = isSame ? "same" : "differences";
            if (hadFocus) merge.current?.focus();
          },
          (problem: unknown) => {
            if (!isWanted) return;
            show(problem instanceof TypeError ? words.peek().notLoaded : messageOf(problem));
            review.stopComparing();
          },
        );
        return () => {
          isWanted = false;
        };
      }),
    [review, comparison],
  );
  useEffect(() => () => merge.current?.destroy(), []);
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), [comparison]);
  useEffect(() => {
    const { current } = section;
    const wake = current ? layAside(current) : () => {};
    return () => {
      wake();
      // what had the focus is gone, or about to go
      const { activeElement } = document;
      if (activeElement === document.body || current?.contains(activeElement)) review.past.focusCode();
    };
  }, [review]);
  const close = (): void => review.stopComparing();
  const noteOf = (): string | undefined => {
    if (shown.value === "reading") return words.value.reading;
    if (missingAt.value !== undefined) return words.value.notThere(path, atMoment(review, missingAt.value));
    return shown.value === "same" ? words.value.same(path) : undefined;
  };
  const note = noteOf();
  const [before, after] = [comparison.before, comparison.after].map((when) => whenWords(review, when));
  return (
    <main
      ref={section}
      class="editor compare"
      tabIndex={-1}
      aria-label={words.value.comparing}
      aria-busy={shown.value === "reading"}
    >
      <div class="compare-bar">
        <p class="compare-what">
          <strong>{words.value.from(before!, after!)}</strong>
          {counts.value && <Counts {...counts.value} />}
        </p>
        <Files review={review} comparison={comparison} file={file} />
        <button
          type="button"
          class="button small icon-only"
          aria-label={words.value.previous}
          {...tip(words.value.previous)}
          onClick={() => merge.current?.go(-1)}
        >
          <BackIcon />
        </button>
        <button
          type="button"
          class="button small icon-only"
          aria-label={words.value.next}
          {...tip(words.value.next)}
          onClick={() => merge.current?.go(1)}
        >
          <OnIcon />
        </button>
        {!isPhone && (
          <button
            type="button"
            class="button small"
            aria-pressed={isInline.value}
            onClick={() => {
              isInline.value = !isInline.peek();
            }}
          >
            {words.value.inline}
          </button>
        )}
        {review.mayWrite.value && comparison.before !== undefined && (
          <button
            type="button"
            class={isPhone ? "button small icon-only" : "button small"}
            aria-haspopup="dialog"
            aria-label={words.value.restore}
            onClick={() => review.askRestore(comparison.before!)}
          >
            {isPhone ? <RestoredIcon /> : words.value.restoreShort}
          </button>
        )}
        <button
          type="button"
          class={isPhone ? "button primary small icon-only" : "button primary small"}
          aria-label={words.value.close}
          onClick={close}
        >
          {isPhone ? <CloseIcon /> : words.value.closeShort}
          {!isPhone && <Keys written="Escape" />}
        </button>
      </div>
      {note !== undefined && (
        <p class="compare-note" role="status">
          {note}
        </p>
      )}
      <div ref={texts} class="compare-texts" />
    </main>
  );
}

/** Those that differ, of which one is shown. */
function Files({ review, comparison, file }: OfReview & { readonly comparison: Comparison; readonly file: number }) {
  const changed = review.changedFiles(comparison);
  const files = changed.includes(file) ? changed : [file, ...changed];
  if (files.length < 2) return null;
  return (
    <select
      aria-label={words.value.file}
      value={file}
      onChange={({ currentTarget }) => review.showCompared(Number(currentTarget.value))}
    >
      {files.map((one) => (
        <option key={one} value={one}>
          {review.isDeleted(one) ? words.value.deleted(review.pathOf(one)) : review.pathOf(one)}
        </option>
      ))}
    </select>
  );
}

const whenWords = (review: Review, when: When): string =>
  when === undefined ? words.value.now : momentWords(review, when);

async function comparedOf(review: Review, file: number, from: number, to: number): Promise<Compared> {
  const history = review.past.history.file(file);
  const [before, after, change] = await Promise.all([history.text(from), history.text(to), history.change(from, to)]);
  return { before, after, change };
}

/** The later of the two moments at which the file was not there yet; undefined: it was at both. */
async function missingIn(review: Review, file: number, { before, after }: Comparison): Promise<number | undefined> {
  const [wasBefore, wasAfter] = await Promise.all([review.wasThere(file, before), review.wasThere(file, after)]);
  return !wasAfter ? after : !wasBefore ? before : undefined;
}

async function optionsFor(review: Review, file: number, { before, after }: Comparison) {
  const path = review.pathOf(file);
  return {
    looks: await review.looksOf(file),
    labels: {
      before: words.peek().textAt(path, whenWords(review, before)),
      after: words.peek().textAt(path, whenWords(review, after)),
    },
  };
}
