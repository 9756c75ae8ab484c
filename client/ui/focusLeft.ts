// Where the focus goes when what has it goes: to the log that it stands in, or beside. Knows no feature.
import { useLayoutEffect } from "preact/hooks";

/** `part` goes when what uses this goes; `around` matches what holds both it and the log. */
export function useFocusLeft(part: { readonly current: HTMLElement | null }, around: string): void {
  useLayoutEffect(() => {
    const { current } = part;
    return () => {
      if (current?.contains(document.activeElement))
        current.closest(around)?.querySelector<HTMLElement>("[role='log']")?.focus();
    };
  }, []);
}
