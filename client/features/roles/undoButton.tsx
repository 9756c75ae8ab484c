// Undoes what was taken from somebody, for as long as the server does. Knows not where it stands.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

const SECOND_MS = 1_000;

interface UndoButtonProps {
  readonly model: RolesModel;
  readonly onUndo?: () => void;
}

/** With the seconds that are left. */
export function UndoButton({ model, onUndo }: UndoButtonProps) {
  const taken = model.undoable.value;
  const now = useSignal(Date.now());
  useEffect(() => {
    if (taken === undefined) return;
    const tick = setInterval(() => {
      now.value = Date.now();
      if (now.value >= taken.until) model.leaveTaken(taken);
    }, SECOND_MS);
    return () => clearInterval(tick);
  }, [taken]);
  if (taken === undefined) return null;
  return (
    <button
      type="button"
      class="button roles-undo"
      aria-label={words.value.undo}
      disabled={!model.isLive.value}
      onClick={() => {
        model.undo(taken);
        onUndo?.();
      }}
    >
      {words.value.undo}{" "}
      <span aria-hidden="true">({Math.max(1, Math.ceil((taken.until - now.value) / SECOND_MS))} s)</span>
    </button>
  );
}
