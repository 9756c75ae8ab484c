// Asks whose edits are to be taken back, and shows first what goes, what comes back and what cannot. Knows no weave.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ChangeSet, Text } from "@codemirror/state";
import { messageOf } from "../../../api.ts";
import { serverNow } from "../../../serverClock.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { show } from "../../../ui/notices.tsx";
import { Trouble, useChanging } from "../changing.tsx";
import type { Stretch, Takeback } from "../questions.ts";
import type { OfReview, Review } from "../review.ts";
import { nameOf } from "../versions/versionName.ts";
import { previewOf, takeBack, type Wish } from "./takingBack.ts";
import "../compare/compare.css";
import "./undo.css";
import { words } from "./words.ts";

/** Of a list so many are shown. */
const SHOWN_STRETCHES = 20;
/** UTF-16 units of each. */
const SHOWN_UNITS = 80;
/** Versions that a period can begin at. */
const OFFERED_VERSIONS = 20;
const MINUTE_MS = 60_000;
const LAST_MINUTES = [10, 60, 1440] as const;

interface UndoDialogProps extends OfReview {
  /** whose edits at first; undefined: one's own */
  readonly participant: number | undefined;
  readonly onClose: () => void;
}

type Where = "file" | "part" | "room";

/** What it does to one file. */
interface FilePreview {
  readonly file: number;
  readonly takeback: Takeback;
}

export function UndoDialog({ review, participant, onClose }: UndoDialogProps) {
  const { past } = review;
  const you = past.room.people.you.value;
  const isOwner = you?.role === "owner";
  const whose = useSignal<number | undefined>(participant ?? you?.participant);
  const since = useSignal(0);
  const where = useSignal<Where>("file");
  const previews = useSignal<readonly FilePreview[] | undefined>(undefined);
  const ejects = useSignal(false);
  const { isRunning, trouble, run } = useChanging(review);
  const file = past.room.tabs.shown.value;
  const wish: Wish = { participant: whose.value, since: since.value, isPart: where.value === "part" };
  const files = where.value === "room" ? review.files.value.map((one) => one.file) : [file];
  const key = JSON.stringify([wish, files]);
  useEffect(() => {
    let isWanted = true;
    previews.value = undefined;
    trouble.value = undefined;
    Promise.all(files.map(async (one) => ({ file: one, takeback: await previewOf(review, one, wish) }))).then(
      (found) => {
        if (isWanted) previews.value = found.filter(({ takeback }) => doesAnything(takeback));
      },
      (problem: unknown) => {
        if (isWanted) trouble.value = messageOf(problem);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  const person = past.history.people.value.find((one) => one.participant === whose.value);
  const mayEject =
    review.eject.value !== undefined &&
    person !== undefined &&
    person.participant !== you?.participant &&
    person.removed !== true;
  const isEjecting = mayEject && ejects.value;
  const changed = (previews.value ?? []).filter(({ takeback }) => takeback.change.length > 0);
  const takeAllBack = async (): Promise<void> => {
    if (isEjecting) review.eject.peek()?.(person.participant);
    let [gone, back] = [0, 0];
    for (const one of changed) {
      const done = await takeBack(review, one.file, wish);
      gone += lettersOf(done?.goes ?? []);
      back += lettersOf(done?.comesBack ?? []);
    }
    onClose();
    past.backToNow();
    show(words.peek().done(gone, back));
  };
  const title =
    person && person.participant !== you?.participant ? words.value.titleOf(person.name) : words.value.title;
  const canRun = changed.length > 0 || isEjecting;
  return (
    <Dialog title={title} class="undo-dialog" onClose={onClose}>
      <div class="undo-wish">
        {isOwner && <Whose review={review} whose={whose} />}
        <When review={review} since={since} />
        <Place review={review} where={where} file={file} />
      </div>
      {previews.value === undefined && trouble.value === undefined && <p role="status">{words.value.working}</p>}
      {previews.value?.length === 0 && <p role="status">{words.value.nothing}</p>}
      {previews.value !== undefined && previews.value.length > 0 && <Lists review={review} previews={previews.value} />}
      {changed[0] && <Preview key={`${key} ${changed[0].takeback.base}`} review={review} preview={changed[0]} />}
      {mayEject && (
        <label class="undo-eject">
          <input
            type="checkbox"
            checked={ejects.value}
            onChange={({ currentTarget }) => {
              ejects.value = currentTarget.checked;
            }}
          />
          <span>
            {words.value.eject(person.name)}
            <small>{words.value.ejectText}</small>
          </span>
        </label>
      )}
      <p class="undo-means">{words.value.means}</p>
      <Trouble sentence={trouble.value} />
      <div class="actions">
        <button
          type="button"
          class={isEjecting ? "button danger" : "button primary"}
          disabled={!canRun}
          aria-disabled={isRunning.value}
          onClick={() => void run(takeAllBack)}
        >
          {isRunning.value
            ? words.value.undoing
            : isEjecting
              ? words.value.undoAndEject(person.name)
              : words.value.undo}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {words.value.cancel}
        </button>
      </div>
    </Dialog>
  );
}

interface Settable<Value> {
  value: Value;
}

/** Everybody's edits are an owner's to take back. */
function Whose({ review, whose }: OfReview & { readonly whose: Settable<number | undefined> }) {
  const me = review.past.room.people.you.value?.participant;
  const others = review.past.history.people.value.filter(({ participant }) => participant !== me);
  return (
    <label>
      {words.value.who}
      <select
        value={whose.value ?? ""}
        onChange={({ currentTarget: { value } }) => {
          whose.value = value === "" ? undefined : Number(value);
        }}
      >
        {me !== undefined && <option value={me}>{words.value.mine}</option>}
        {others.map(({ participant, name }) => (
          <option key={participant} value={participant}>
            {name}
          </option>
        ))}
        <option value="">{words.value.everybody}</option>
      </select>
    </label>
  );
}

function When({ review, since }: OfReview & { readonly since: Settable<number> }) {
  const versions = review.versions.value.slice(-OFFERED_VERSIONS).toReversed();
  return (
    <label>
      {words.value.when}
      <select
        onChange={({ currentTarget: { value } }) => {
          const [kind, number] = value.split(" ");
          since.value =
            kind === "last"
              ? serverNow() - Number(number) * MINUTE_MS
              : (versions.find((one) => one.number === Number(number))?.time ?? 0);
        }}
      >
        <option value="always">{words.value.always}</option>
        {LAST_MINUTES.map((minutes) => (
          <option key={minutes} value={`last ${minutes}`}>
            {words.value.last[minutes]}
          </option>
        ))}
        {versions.map((version) => (
          <option key={version.number} value={`since ${version.number}`}>
            {words.value.since(nameOf(review, version))}
          </option>
        ))}
      </select>
    </label>
  );
}

function Place({ review, where, file }: OfReview & { readonly where: Settable<Where>; readonly file: number }) {
  const path = review.pathOf(file);
  const hasSelection = review.past.editors.of(file)?.state.selection.main.empty === false;
  const choices: readonly (readonly [Where, string])[] = [
    ["file", words.value.file(path)],
    ...(hasSelection ? [["part", words.value.part(path)] as const] : []),
    ...(review.files.value.length > 1 ? [["room", words.value.room] as const] : []),
  ];
  if (choices.length < 2) return null;
  return (
    <label>
      {words.value.where}
      <select
        value={where.value}
        onChange={({ currentTarget: { value } }) => {
          where.value = choices.find(([one]) => one === value)?.[0] ?? "file";
        }}
      >
        {choices.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const lettersOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { text }) => sum + text.length, 0);

const doesAnything = ({ change, stays }: Takeback): boolean => change.length > 0 || stays.length > 0;

function Lists({ review, previews }: OfReview & { readonly previews: readonly FilePreview[] }) {
  return (
    <div class="undo-lists">
      {(["goes", "comesBack", "stays"] as const).map((list) => {
        const all = previews.flatMap(({ file, takeback }) => takeback[list].map((stretch) => ({ file, stretch })));
        if (all.length === 0 && list === "stays") return null;
        return (
          <details key={list} open={list === "stays"}>
            <summary>{words.value[list](lettersOf(all.map(({ stretch }) => stretch)))}</summary>
            <ul>
              {all.slice(0, SHOWN_STRETCHES).map(({ file, stretch }, index) => (
                <li key={index}>
                  <small>{review.pathOf(file)}</small> <code>{shortened(stretch.text)}</code>
                </li>
              ))}
              {all.length > SHOWN_STRETCHES && <li>{words.value.more(all.length - SHOWN_STRETCHES)}</li>}
              {all.length === 0 && <li>{words.value.none}</li>}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

function shortened(text: string): string {
  const shown = text.trim();
  if (shown === "") return words.value.blanks;
  return shown.length > SHOWN_UNITS ? `${shown.slice(0, SHOWN_UNITS)}…` : shown;
}

function Preview({ review, preview: { file, takeback } }: OfReview & { readonly preview: FilePreview }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    let end = (): void => {};
    void openPreview(review, file, takeback).then((open) => {
      if (isWanted && place.current) end = open(place.current);
    });
    return () => {
      isWanted = false;
      end();
    };
  }, []);
  return <div class="editor compare-texts undo-preview" ref={place} role="region" aria-label={words.value.preview} />;
}

async function openPreview(
  review: Review,
  file: number,
  { base, change }: Takeback,
): Promise<(parent: Element) => () => void> {
  const path = review.pathOf(file);
  const [before, { MergeEditor }, looks] = await Promise.all([
    review.past.history.file(file).text(base),
    import("../compare/mergeEditor.ts"),
    review.looksOf(file),
  ]);
  const after = ChangeSet.fromJSON(change)
    .apply(Text.of(before.split("\n")))
    .toString();
  const labels = { before: words.peek().before(path), after: words.peek().after(path) };
  return (parent) => {
    const editor = new MergeEditor(parent, { before, after, change, isInline: true, looks, labels });
    return () => editor.destroy();
  };
}
