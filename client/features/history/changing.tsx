// What dialogs that change texts by their past have in common: that it is under way, and the sentence of what has kept it. Knows no dialog.
import { useSignal } from "@preact/signals";
import type { Review } from "./review.ts";
import { sentenceOf } from "./sentences.ts";

/** How such a dialog has its changes made; its state is read while it renders. */
export function useChanging(review: Review) {
  const isRunning = useSignal(false);
  const trouble = useSignal<string | undefined>(undefined);

  /** `change` goes on to the end or rejects; it is not begun while one is under way. */
  async function run(change: () => Promise<void>): Promise<void> {
    if (isRunning.peek()) return;
    isRunning.value = true;
    trouble.value = undefined;
    try {
      await change();
    } catch (problem) {
      trouble.value = sentenceOf(review, problem);
    }
    isRunning.value = false;
  }

  return { isRunning, trouble, run };
}

export function Trouble({ sentence }: { readonly sentence: string | undefined }) {
  return sentence === undefined ? null : (
    <p class="field-error" role="alert">
      {sentence}
    </p>
  );
}
