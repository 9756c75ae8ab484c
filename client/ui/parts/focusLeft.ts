// Where the focus goes when what has it goes: to the log that it stands in, or beside, or to what is around. Knows no feature.
import { useLayoutEffect } from "preact/hooks";

/** `part` goes when what uses this goes; `around` matches what holds both it and the log, or, without a log, takes the focus itself. */
export function useFocusLeft(part: { readonly current: HTMLElement | null }, around: string): void {
  useLayoutEffect(() => {
    const { current } = part;
    return () => {
      if (!current?.contains(document.activeElement)) return;
      const left = current.closest<HTMLElement>(around);
      (left?.querySelector<HTMLElement>("[role='log']") ?? left)?.focus();
    };
  }, []);
}
