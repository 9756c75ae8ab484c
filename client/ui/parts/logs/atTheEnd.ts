// Who reads at the end of a log goes on reading there while it grows. Knows no log.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Nearer to the end than this is at the end. */
const NEAR_END_PX = 60;

/** As an element has it; px. */
type Scrolled = Pick<HTMLElement, "scrollTop" | "scrollHeight" | "clientHeight">;

/**
 * Whether they are at the end after a scroll, or a change of the log. Only who goes up leaves it: what has grown before the scroll is told takes
 * nobody from there, nor does what has gone from above.
 */
export function isStillAtEnd(wasAtEnd: boolean, before: Scrolled, now: Scrolled): boolean {
  const hasGoneUp = now.scrollTop < before.scrollTop && now.scrollHeight >= before.scrollHeight;
  const isNear = now.scrollHeight - now.scrollTop - now.clientHeight < NEAR_END_PX;
  return isNear || (wasAtEnd && !hasGoneUp);
}

/** Follows what is drawn anew, and the last child of `log` as it grows. Of what it returns `current` says whether they are at the end; set to true, it leads there. */
export function useAtTheEnd(log: { readonly current: HTMLElement | null }): { current: boolean } {
  const isAtEnd = useRef(true);
  const seen = useRef<Scrolled>({ scrollTop: 0, scrollHeight: 0, clientHeight: 0 });
  const look = (element: HTMLElement): void => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    const now = { scrollTop, scrollHeight, clientHeight };
    isAtEnd.current = isStillAtEnd(isAtEnd.current, seen.current, now);
    seen.current = now;
  };
  const follow = (): void => {
    const { current } = log;
    if (!current) return;
    // whoever was led elsewhere is there before that scroll is told
    look(current);
    if (!isAtEnd.current) return;
    current.scrollTo({ top: current.scrollHeight });
    look(current);
  };
  useEffect(() => {
    const { current } = log;
    if (!current) return undefined;
    const scrolled = (): void => look(current);
    const grown = new ResizeObserver(follow);
    // what is beside it takes of its height
    grown.observe(current);
    if (current.lastElementChild) grown.observe(current.lastElementChild);
    current.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      grown.disconnect();
      current.removeEventListener("scroll", scrolled);
    };
  }, []);
  useLayoutEffect(follow);
  return isAtEnd;
}
