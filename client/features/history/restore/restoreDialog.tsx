// Asks what of a moment is to come back. Knows no text.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import { show } from "../../../ui/parts/notices.tsx";
import { Trouble, useChanging } from "../changing.tsx";
import { atMoment } from "../momentWords.ts";
import type { Review, What } from "../review.ts";
import { selectedIn } from "../selected.ts";
import { sentenceOf } from "../sentences.ts";
import "./restore.css";
import { restoreFile } from "./restoring.ts";
import { changesRoom, putBack, restoreRoom, type RoomSince, roomSince } from "./wholeRoom.ts";
import { words } from "./words.ts";

interface RestoreDialogProps {
  readonly review: Review;
  readonly at: number;
  /** what is chosen at first */
  readonly first: What;
  readonly onClose: () => void;
}

export function RestoreDialog({ review, at, first, onClose }: RestoreDialogProps) {
  const wanted = useSignal<What>(first);
  const { isRunning, trouble, run } = useChanging(review);
  const { past } = review;
  const file = past.room.tabs.shown.value;
  const path = review.pathOf(file);
  const hasSelection = selectedIn(review, file) !== undefined;
  /** undefined: it is being looked up */
  const wasThere = useSignal<boolean | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    wasThere.value = undefined;
    void review.wasThere(file, at).then((was) => {
      if (isWanted) wasThere.value = was;
    });
    return () => {
      isWanted = false;
    };
  }, [file]);
  const isMissing = wasThere.value === false;
  const choices: readonly (readonly [What, string])[] = [
    ...(isMissing ? [] : [["file", words.value.file(path)] as const]),
    ...(hasSelection && !isMissing ? [["part", words.value.part(path)] as const] : []),
    ...(isMissing || past.history.files.value.length > 1 ? [["room", words.value.room] as const] : []),
  ];
  const what = choices.some(([one]) => one === wanted.value) ? wanted.value : choices[0]![0];
  const since = useSignal<RoomSince | undefined>(undefined);
  const deletesMade = useSignal(false);
  const isRoom = what === "room";
  const isKnown = isRoom ? since.value !== undefined : wasThere.value !== undefined;
  useEffect(() => {
    if (!isRoom) return;
    roomSince(review, at).then(
      (found) => (since.value = found),
      (problem: unknown) => (trouble.value = sentenceOf(review, problem)),
    );
  }, [isRoom]);
  const isInVain = isRoom && since.value !== undefined && !changesRoom(since.value, deletesMade.value);
  const restore = async (): Promise<void> => {
    if (!isKnown) return;
    const isPart = what === "part";
    const when = atMoment(review, at);
    if (isRoom) {
      const { made } = since.peek()!;
      const { texts, back, gone } = await restoreRoom(review, at, since.peek()!, deletesMade.peek());
      const left = deletesMade.peek() ? 0 : made.length;
      const counts = { texts: texts.length, back: back.length, gone: gone.length, left };
      show(words.peek().doneRoom(counts, when), { name: words.peek().undo, run: () => void review.undoRoom() });
    } else {
      const { same, putBack: isBack, done, donePart } = words.peek();
      const back = await putBack(review, [file]);
      const restored = await restoreFile(review, file, at, isPart);
      // the editor's undo takes back an edit alone: where none was made it would take back what was typed before
      if (restored) past.sayUndoable((isPart ? donePart : done)(path, when), [restored]);
      else show(back.length > 0 ? isBack(path) : same);
    }
    onClose();
    past.backToNow(isRoom ? undefined : file);
    past.focusCode();
  };
  return (
    <Dialog title={words.value.title(atMoment(review, at))} onClose={onClose}>
      {isMissing && <p role="status">{words.value.notThere(path)}</p>}
      <fieldset class="restore-what">
        <legend>{words.value.what}</legend>
        {choices.map(([one, name]) => (
          <label key={one}>
            <input
              type="radio"
              name="what"
              value={one}
              checked={what === one}
              onChange={() => {
                wanted.value = one;
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {isRoom && <Room review={review} since={since.value} deletesMade={deletesMade} />}
      <p class="restore-means">{isRoom ? words.value.meansRoom : words.value.means}</p>
      <Trouble sentence={trouble.value} />
      <div class="actions">
        <button
          type="button"
          class="button primary"
          disabled={isInVain}
          aria-disabled={isRunning.value || !isKnown}
          onClick={() => void run(restore)}
        >
          {isRunning.value ? words.value.restoring : words.value.restore}
        </button>
        {!review.isComparedWithNow(at) && (
          <button
            type="button"
            class="button"
            onClick={() => {
              onClose();
              review.compare(at, undefined);
            }}
          >
            {words.value.compare}
          </button>
        )}
        <button type="button" class="button" onClick={onClose}>
          {words.value.cancel}
        </button>
      </div>
    </Dialog>
  );
}

interface RoomProps {
  readonly review: Review;
  /** undefined: it is being looked up */
  readonly since: RoomSince | undefined;
  readonly deletesMade: { value: boolean };
}

/** What is another in the room since, and whether what was made since goes. */
function Room({ review, since, deletesMade }: RoomProps) {
  if (!since) return <p role="status">{words.value.reading}</p>;
  const pathsOf = (files: readonly number[]): readonly string[] => files.map((file) => review.pathOf(file));
  return (
    <div class="restore-room">
      <p role="status">{words.value.changed(since.changed.length)}</p>
      {since.deleted.length > 0 && <p>{words.value.deleted(pathsOf(since.deleted))}</p>}
      {since.made.length > 0 && (
        <label>
          <input
            type="checkbox"
            checked={deletesMade.value}
            onChange={({ currentTarget }) => {
              deletesMade.value = currentTarget.checked;
            }}
          />
          {words.value.made(pathsOf(since.made))}
        </label>
      )}
    </div>
  );
}
