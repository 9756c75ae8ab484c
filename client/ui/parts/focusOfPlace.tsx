// The focus of a place, and what is typed into it before what it shows is loaded. Knows no place.
import { createContext, type RefObject } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import "./lists/typedAhead.css";
import { words } from "../words.around.ts";

/** What is under the tabs of a place. */
export interface Panel {
  readonly element: RefObject<HTMLElement | null>;
  /** over the code of a phone: there a field that takes the focus brings up the keyboard */
  readonly isSheet: boolean;
  /** what was typed into it and is in no field yet */
  typed: string;
}

/** Tells what is in a panel that it was given the focus. */
const GIVEN_FOCUS = "companion:place-focus";

export const PanelContext = createContext<Panel>({ element: { current: null }, isSheet: false, typed: "" });

export function focusPanel({ element: { current } }: Panel): void {
  current?.focus();
  current?.dispatchEvent(new Event(GIVEN_FOCUS));
}

/**
 * Calls `take` when the place that this is in is given the focus, or was before this came onto the page: it goes on to what is written
 * in, and what was `typed` meanwhile goes there too.
 */
export function useFocusOfPlace(take: (typed: string) => void): void {
  const panel = useContext(PanelContext);
  const typedAhead = useTypedAhead();
  const taken = (): void => take(typedAhead());
  // before the next letter
  useLayoutEffect(() => {
    const { current } = panel.element;
    if (current !== null && current === document.activeElement) taken();
  }, []);
  useLayoutEffect(() => {
    const { current } = panel.element;
    current?.addEventListener(GIVEN_FOCUS, taken);
    return () => current?.removeEventListener(GIVEN_FOCUS, taken);
  });
}

/** Gives what was typed into the place before what takes it was there: once, and not before that is on the page. */
export function useTypedAhead(): () => string {
  const panel = useContext(PanelContext);
  return () => {
    const { typed } = panel;
    panel.typed = "";
    return typed;
  };
}

interface TypedAheadProps {
  /** what will be there takes the focus by itself, though the place was not given it */
  readonly isWanted?: boolean;
}

/** Stands where something is written in, until that is loaded: it takes the focus of the place, and hands it over with what was typed. */
export function TypedAhead({ isWanted = false }: TypedAheadProps) {
  const panel = useContext(PanelContext);
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusOfPlace((typed) => {
    const { current } = field;
    if (current === null || panel.isSheet) return;
    current.value = typed;
    current.focus();
  });
  useLayoutEffect(() => {
    if (isWanted && !panel.isSheet) field.current?.focus();
  }, [isWanted]);
  useLayoutEffect(() => {
    const { current } = field;
    return () => {
      if (current === null || current !== document.activeElement) return;
      panel.typed = current.value;
      focusPanel(panel);
    };
  }, []);
  const { typedAhead } = words.value;
  return (
    <textarea ref={field} class="list-field typed-ahead" rows={1} aria-label={typedAhead} placeholder={typedAhead} />
  );
}
