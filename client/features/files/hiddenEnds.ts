// Whether a row that scrolls goes on beyond its ends. Knows no content.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** Less is rounding. */
const PX = 2;

/** "", or which ends of it are out of view, for the style sheet; `looked` runs when its size is another. */
export function useHiddenEnds(row: { readonly current: HTMLElement | null }, looked: () => void): string {
  const hidden = useSignal("");
  useLayoutEffect(() => {
    const { current } = row;
    if (current === null) return undefined;
    const look = (): void => {
      // from right to left it is negative
      const before = Math.abs(current.scrollLeft);
      const after = current.scrollWidth - current.clientWidth - before;
      hidden.value = `${before > PX ? "hidden-before" : ""} ${after > PX ? "hidden-after" : ""}`.trim();
    };
    const sizes = new ResizeObserver(() => {
      looked();
      look();
    });
    for (const one of [current, ...current.children]) sizes.observe(one);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  return hidden.value;
}
