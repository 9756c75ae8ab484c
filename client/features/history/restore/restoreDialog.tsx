// Asks what of a moment is to come back. Knows no text.
import { useSignal } from "@preact/signals";
import { Dialog } from "../../../ui/dialog.tsx";
import { show } from "../../../ui/notices.tsx";
import { Trouble, useChanging } from "../changing.tsx";
import { clockTime } from "../clock.ts";
import type { Review } from "../review.ts";
import "./restore.css";
import { restoreFile } from "./restoring.ts";
import { words } from "./words.ts";

interface RestoreDialogProps {
  readonly review: Review;
  readonly at: number;
  readonly onClose: () => void;
}

type What = "file" | "part" | "room";

export function RestoreDialog({ review, at, onClose }: RestoreDialogProps) {
  const what = useSignal<What>("file");
  const { isRunning, trouble, run } = useChanging(review);
  const { past } = review;
  const file = past.room.tabs.shown.value;
  const path = review.pathOf(file);
  const changed = review.changedFiles({ before: at, after: undefined });
  const hasSelection = past.editors.of(file)?.state.selection.main.empty === false;
  const choices: readonly (readonly [What, string])[] = [
    ["file", words.value.file(path)],
    ...(hasSelection ? [["part", words.value.part(path)] as const] : []),
    ...(changed.length > 1 || (changed[0] !== undefined && changed[0] !== file)
      ? [["room", words.value.room(changed.length)] as const]
      : []),
  ];
  const restore = async (): Promise<void> => {
    let done = 0;
    for (const one of what.peek() === "room" ? changed : [file])
      if (await restoreFile(review, one, at, what.peek() === "part")) done++;
    onClose();
    past.backToNow();
    review.compared.value = undefined;
    show(done === 0 ? words.peek().same : doneWords(what.peek(), path, done, clockTime(at)));
    past.editors.of(past.room.tabs.shown.peek())?.focus();
  };
  return (
    <Dialog title={words.value.title(clockTime(at))} onClose={onClose}>
      <fieldset class="restore-what">
        <legend>{words.value.what}</legend>
        {choices.map(([one, name]) => (
          <label key={one}>
            <input
              type="radio"
              name="what"
              value={one}
              checked={what.value === one}
              onChange={() => {
                what.value = one;
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <p class="restore-means">{words.value.means}</p>
      <Trouble sentence={trouble.value} />
      <div class="actions">
        <button type="button" class="button primary" aria-disabled={isRunning.value} onClick={() => void run(restore)}>
          {isRunning.value ? words.value.restoring : words.value.restore}
        </button>
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
        <button type="button" class="button" onClick={onClose}>
          {words.value.cancel}
        </button>
      </div>
    </Dialog>
  );
}

function doneWords(what: What, path: string, files: number, time: string): string {
  const { done, donePart, doneRoom } = words.peek();
  return what === "room" ? doneRoom(files, time) : what === "part" ? donePart(path, time) : done(path, time);
}
