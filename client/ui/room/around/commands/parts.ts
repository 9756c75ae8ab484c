// The parts of a page that the keyboard goes round: what screen readers call landmarks. Knows no room.

const LANDMARKS = "header, nav, main, aside, footer, section[aria-label], section[aria-labelledby], [role='tablist']";
const FOCUSABLE =
  "[contenteditable='true'], a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex='0']";

const isOutermost = (part: Element): boolean => part.parentElement?.closest(`${LANDMARKS}, dialog`) === null;

const isSeen = (element: Element): boolean =>
  element.checkVisibility() && element.getClientRects().length > 0 && element.closest("[inert]") === null;

/** What takes the focus in a part: the text of an editor, the tab that is chosen, or the first that can. */
function entryOf(part: Element): HTMLElement | undefined {
  const all = [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (one) => isSeen(one) && one.role !== "separator" && one.tabIndex === 0,
  );
  return all.find(({ isContentEditable }) => isContentEditable) ?? all[0];
}

/** Gives the focus to the next part after the one that has it, or the one before; it goes round. */
export function goRound(step: 1 | -1): void {
  const parts = [...document.querySelectorAll(LANDMARKS)].filter(
    (part) => isOutermost(part) && isSeen(part) && entryOf(part) !== undefined,
  );
  const now = document.activeElement;
  const at = parts.findIndex((part) => part.contains(now));
  const from = at === -1 && step === -1 ? 0 : at;
  for (let tried = 1; tried <= parts.length; tried++) {
    const part = parts[(from + step * tried + parts.length * tried) % parts.length];
    const entry = part && entryOf(part);
    if (entry === undefined || entry === now) continue;
    entry.focus();
    return;
  }
}
