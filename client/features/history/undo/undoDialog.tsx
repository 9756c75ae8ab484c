// Asks which edits are to be taken back, and shows first what that does. Knows no weave.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { messageOf } from "../../../api.ts";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import { Trouble, useChanging } from "../changing.tsx";
import type { OfReview } from "../review.ts";
import { selectedIn } from "../selected.ts";
import { type Period, PeriodFields } from "./period.tsx";
import { changesText, doesAnything, lettersOf, Preview } from "./preview.tsx";
import { type FilePreview, previewsOf, takeAllBack, type Wish } from "./takingBack.ts";
import "./undo.css";
import { words } from "./words.ts";

interface UndoDialogProps extends OfReview {
  /** whose edits at first; undefined: one's own */
  readonly participant: number | undefined;
  readonly onClose: () => void;
}

type Where = "file" | "part" | "room";

export function UndoDialog({ review, participant, onClose }: UndoDialogProps) {
  const { past } = review;
  const you = past.room.people.you.value;
  const whose = useSignal<number | undefined>(participant ?? you?.participant);
  const period = useSignal<Period>({ since: 0, until: undefined });
  const chosen = useSignal<Where | undefined>(undefined);
  // whoever asks about a person means all that they wrote
  const isOfAll = participant !== undefined && review.present.value.length > 1;
  const where = chosen.value ?? (isOfAll ? "room" : "file");
  const previews = useSignal<readonly FilePreview[] | undefined>(undefined);
  const ejects = useSignal(false);
  /** who was put out, while what they wrote is still to be taken back */
  const putOut = useSignal<number | undefined>(undefined);
  const { isRunning, trouble, run } = useChanging(review);
  const file = past.room.tabs.shown.value;
  const wish: Wish = { participant: whose.value, ...period.value, isPart: where === "part" };
  const files = where === "room" ? review.present.value.map((one) => one.file) : [file];
  // whose it is that came back just now may be said a moment after it came
  const notes = past.history.entries.value && files.map((one) => past.history.notesOf(one).length);
  const key = JSON.stringify([wish, files, notes]);
  useEffect(() => {
    const dropped = new AbortController();
    previews.value = undefined;
    trouble.value = undefined;
    previewsOf(review, files, wish, dropped.signal).then(
      (found) => {
        if (!dropped.signal.aborted) previews.value = found.filter(({ takeback }) => doesAnything(takeback));
      },
      (problem: unknown) => {
        if (!dropped.signal.aborted) trouble.value = messageOf(problem);
      },
    );
    return () => dropped.abort();
  }, [key]);
  const person = past.history.person(whose.value);
  const mayEject =
    review.eject.value !== undefined &&
    person !== undefined &&
    person.participant !== you?.participant &&
    person.removed !== true &&
    person.participant !== putOut.value;
  const isEjecting = mayEject && ejects.value;
  const changed = (previews.value ?? []).filter(({ takeback }) => changesText(takeback));
  const take = async (): Promise<void> => {
    const eject = (): void => {
      if (!person) return;
      putOut.value = person.participant;
      review.eject.peek()?.(person.participant);
    };
    const { made, goes, comesBack } = await takeAllBack(review, {
      ...wish,
      files: changed.map((one) => one.file),
      eject: isEjecting ? eject : undefined,
    });
    onClose();
    past.backToNow();
    past.focusCode();
    past.sayUndoable(words.peek().done(lettersOf(goes), lettersOf(comesBack)), made);
  };
  const title =
    person && person.participant !== you?.participant ? words.value.titleOf(person.name) : words.value.title;
  const canRun = changed.length > 0 || isEjecting;
  return (
    <Dialog title={title} class="undo-dialog" onClose={onClose}>
      <div class="undo-wish">
        {past.room.people.isOwner.value && <Whose review={review} whose={whose} />}
        <PeriodFields
          review={review}
          onChoose={(chosen) => {
            period.value = chosen;
          }}
        />
        <WhereField
          review={review}
          where={where}
          file={file}
          onChoose={(one) => {
            chosen.value = one;
          }}
        />
      </div>
      {previews.value === undefined && trouble.value === undefined && <p role="status">{words.value.working}</p>}
      {previews.value?.length === 0 && <p role="status">{words.value.nothing}</p>}
      {previews.value !== undefined && previews.value.length > 0 && (
        <Preview key={key} review={review} previews={previews.value} />
      )}
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
      <p class="undo-means">{where === "room" ? words.value.meansRoom : words.value.means}</p>
      <Trouble sentence={trouble.value} />
      {trouble.value !== undefined && person && person.participant === putOut.value && (
        <p role="alert">{words.value.isOut(person.name)}</p>
      )}
      <div class="actions">
        <button
          type="button"
          class={isEjecting ? "button danger" : "button primary"}
          disabled={!canRun}
          aria-disabled={isRunning.value}
          onClick={() => void run(take)}
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

interface WhereFieldProps extends OfReview {
  readonly where: Where;
  readonly file: number;
  readonly onChoose: (where: Where) => void;
}

function WhereField({ review, where, file, onChoose }: WhereFieldProps) {
  const path = review.pathOf(file);
  const hasSelection = selectedIn(review, file) !== undefined;
  const choices: readonly (readonly [Where, string])[] = [
    ["file", words.value.file(path)],
    ...(hasSelection ? [["part", words.value.part(path)] as const] : []),
    ...(review.present.value.length > 1 ? [["room", words.value.room] as const] : []),
  ];
  if (choices.length < 2) return null;
  return (
    <label>
      {words.value.where}
      <select
        value={where}
        onChange={({ currentTarget: { value } }) => onChoose(choices.find(([one]) => one === value)?.[0] ?? "file")}
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
