// Shows what `tip` says of what the pointer rests on, or the keyboard's focus is on. A finger gets none. Knows no button.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../../../pressed.ts";
import { Keys } from "./keyCaps.tsx";
import { placeTip } from "./tipPlace.ts";
import "./tooltips.css";

/** Whoever only passes by is not told, in ms. */
const RESTS_MS = 400;

const MOVING = /^(?:Tab|F6|Home|End|Arrow.*)$/;
const TIPPED = "[data-tip]";
const FOCUSED = ":focus-visible, :has(:focus-visible)";

const tipped = (target: EventTarget | null): Element | undefined =>
  (target instanceof Element && target.closest(TIPPED)) || undefined;

/** What can be pressed next to it. */
const neighboursOf = (of: Element): readonly DOMRect[] =>
  [...(of.parentElement?.children ?? [])].filter((one) => one !== of).map((one) => one.getBoundingClientRect());

/** What is said by its name is not said twice. */
const saysMore = (of: Element, text: string): boolean =>
  (of.ariaLabel ?? of.textContent).trim() !== text && !of.hasAttribute("aria-describedby");

export function Tooltips() {
  const shown = useSignal<Element | undefined>(undefined);
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();
  const of = shown.value;
  const changes = useSignal(0);
  // read, so that it is drawn anew
  void changes.value;
  const text = of?.getAttribute("data-tip") ?? "";
  const key = of?.getAttribute("data-tip-key");

  useEffect(() => {
    const listening = new AbortController();
    /** the person goes on by keys; where a dialog gives its focus to something, nothing is told */
    let isMoving = false;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const show = (one: Element | undefined, afterMs: number): void => {
      clearTimeout(resting);
      if (one === shown.peek()) return;
      if (afterMs === 0) shown.value = one;
      else resting = setTimeout(() => (shown.value = one), afterMs);
    };
    const hide = (): void => show(undefined, 0);
    const on = <Name extends keyof DocumentEventMap>(name: Name, hear: (event: DocumentEventMap[Name]) => void) =>
      document.addEventListener(name, hear, { capture: true, passive: true, signal: listening.signal });
    on("pointerover", ({ target, pointerType }) => {
      if (pointerType === "touch") return hide();
      const one = tipped(target);
      // it can be gone over to, to be read
      if (target instanceof Node && ref.current?.contains(target)) show(shown.peek(), 0);
      else if (one === undefined) {
        // what the keyboard is on stays told
        if (!shown.peek()?.matches(FOCUSED)) hide();
        else clearTimeout(resting);
      } else show(one, shown.peek() === undefined ? RESTS_MS : 0);
    });
    on("focusin", ({ target }) => {
      const one = tipped(target);
      show(isMoving && one?.matches(FOCUSED) === true ? one : undefined, 0);
    });
    on("focusout", hide);
    on("pointerdown", () => {
      isMoving = false;
      hide();
    });
    on("scroll", hide);
    const onKey = ({ key }: KeyboardEvent): void => {
      isMoving = MOVING.test(key);
      if (["Escape", "Enter", " "].includes(key)) hide();
    };
    on("keydown", pressed(onKey));
    return () => {
      clearTimeout(resting);
      listening.abort();
    };
  }, []);

  // what a button does may become another while it is told
  useEffect(() => {
    if (!of) return undefined;
    const watching = new MutationObserver(() => void changes.value++);
    watching.observe(of, { attributeFilter: ["data-tip", "data-tip-key"] });
    return () => watching.disconnect();
  }, [of]);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !of) return undefined;
    // once more, so that it lies over what has been opened since
    box.showPopover();
    const size = box.getBoundingClientRect();
    const { left, top } = placeTip(size, of.getBoundingClientRect(), neighboursOf(of), {
      width: innerWidth,
      height: innerHeight,
    });
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    const isDescription = saysMore(of, text);
    if (isDescription) of.setAttribute("aria-describedby", id);
    return () => {
      if (isDescription) of.removeAttribute("aria-describedby");
      box.hidePopover();
    };
  }, [of, text]);

  return (
    <div ref={ref} id={id} class="tooltip" role="tooltip" popover="manual">
      <span>{text}</span>
      {key !== null && key !== undefined && <Keys written={key} />}
    </div>
  );
}
