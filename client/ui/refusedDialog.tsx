// Says that edits could not be kept, and gives them back to copy. Knows no editor.
import { useSignal } from "@preact/signals";
import { copy } from "./copy.ts";
import { Dialog } from "./dialog.tsx";
import type { Refused } from "./roomModel.ts";

export function RefusedDialog({ refused, onClose }: { readonly refused: Refused; readonly onClose: () => void }) {
  const copied = useSignal(false);
  return (
    <Dialog title="An edit could not be kept" onClose={onClose}>
      <p>{refused.message}</p>
      {refused.text !== "" && (
        <>
          <div class="field">
            <label for="refused-text">This is what was typed. Copy it before you close this.</label>
            <textarea id="refused-text" readOnly rows={8} value={refused.text} />
          </div>
          <p class="actions">
            <button
              type="button"
              class="button primary"
              onClick={async () => {
                copied.value = await copy(refused.text);
              }}
            >
              {copied.value ? "Copied" : "Copy the text"}
            </button>
          </p>
        </>
      )}
    </Dialog>
  );
}
