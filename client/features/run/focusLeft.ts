// Where the focus goes when what has it goes: to what was printed. Knows no run.
import { useLayoutEffect } from "preact/hooks";

/** What is to have the focus then has this class. */
const FOCUS_LEFT = "run-log";

/** `part` goes when what uses this goes. */
export function useFocusLeft(part: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { current } = part;
    return () => {
      if (current?.contains(document.activeElement))
        current.closest(".run-output")?.querySelector<HTMLElement>(`.${FOCUS_LEFT}`)?.focus();
    };
  }, []);
}
