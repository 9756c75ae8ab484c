// Makes a new room of this one, as it is or was. Knows no list.
import { useSignal } from "@preact/signals";
import { messageOf } from "../../../api.ts";
import { Dialog } from "../../../ui/parts/dialog.tsx";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import { atClockTime } from "../clock.ts";
import { fork } from "../forking.ts";
import { withName } from "../momentWords.ts";
import { words } from "./words.ts";

interface ForkDialogProps {
  readonly room: PageRoom;
  /** ms since 1970; undefined: as it is now */
  readonly at: number | undefined;
  /** what somebody calls that moment */
  readonly name: string | undefined;
  readonly onClose: () => void;
}

/** The button that was pressed is gone: what comes in its place has the focus. */
const takeFocus = (link: HTMLElement | null): void => link?.focus();

export function ForkDialog({ room, at, name, onClose }: ForkDialogProps) {
  const isMaking = useSignal(false);
  const trouble = useSignal<string | undefined>(undefined);
  /** where the new room is */
  const link = useSignal<string | undefined>(undefined);
  const make = async (): Promise<void> => {
    if (isMaking.peek()) return;
    isMaking.value = true;
    trouble.value = undefined;
    try {
      link.value = await fork(room, at);
    } catch (problem) {
      trouble.value = messageOf(problem);
    }
    isMaking.value = false;
  };
  return (
    <Dialog title={words.value.forkTitle} onClose={onClose}>
      {link.value === undefined ? (
        <>
          <p>{at === undefined ? words.value.forkNow : words.value.forkThen(withName(atClockTime(at), name))}</p>
          <p>{words.value.forkYours}</p>
          {trouble.value !== undefined && (
            <p class="field-error" role="alert">
              {trouble.value}
            </p>
          )}
          <div class="actions">
            <button type="button" class="button primary" aria-disabled={isMaking.value} onClick={() => void make()}>
              {isMaking.value ? words.value.forking : words.value.forkDo}
            </button>
            <button type="button" class="button" onClick={onClose}>
              {words.value.cancel}
            </button>
          </div>
        </>
      ) : (
        <>
          <p role="status">{words.value.forked}</p>
          <div class="actions">
            <a
              class="button primary"
              ref={takeFocus}
              href={link.value}
              target="_blank"
              rel="noopener"
              onClick={onClose}
            >
              {words.value.forkOpen}
            </a>
          </div>
        </>
      )}
    </Dialog>
  );
}
