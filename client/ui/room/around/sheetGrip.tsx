// The grip of a sheet: pulled up it covers the whole screen, pulled down it goes. Knows no content.
import { useSignal } from "@preact/signals";
import { words } from "../../words.around.ts";

/** A pull that is shorter is a press. px */
const PULL_PX = 24;

/** Stands in the sheet that it moves. */
export function SheetGrip({ onFold }: { readonly onFold: () => void }) {
  const isWhole = useSignal(false);
  const from = useSignal<number | undefined>(undefined);
  const set = (sheet: Element | null, whole: boolean): void => {
    isWhole.value = whole;
    sheet?.classList.toggle("whole", whole);
  };
  return (
    <button
      type="button"
      class="sheet-grip"
      aria-label={isWhole.value ? words.value.smaller : words.value.larger}
      onClick={({ currentTarget }) => set(currentTarget.closest(".place"), !isWhole.value)}
      onPointerDown={(event) => {
        from.value = event.clientY;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={(event) => {
        const moved = event.clientY - (from.value ?? event.clientY);
        from.value = undefined;
        if (Math.abs(moved) < PULL_PX) return;
        // the press that ends a pull is none
        event.currentTarget.addEventListener("click", (click) => click.stopPropagation(), {
          once: true,
          capture: true,
        });
        if (moved > 0 && !isWhole.value) onFold();
        else set(event.currentTarget.closest(".place"), moved < 0);
      }}
    />
  );
}
