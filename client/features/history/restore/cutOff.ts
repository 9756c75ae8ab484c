// Tells history of what a page of theirs had done when it was closed, and the person of what it had not come to the end with. Draws nothing.
import { show } from "../../../ui/parts/notices.tsx";
import { clockTime } from "../clock.ts";
import type { Review } from "../review.ts";
import type { Begun } from "./begun.ts";
import { presentIn } from "../present.ts";
import { words } from "./words.ts";

/** What was not done any more is left to the person. Until history has the rest it is this window's to tell. */
export function tellCutOff(review: Review, { told, isAtEnd }: Begun): void {
  const { telling } = review;
  if (isAtEnd) return telling.tell(told);
  const there = presentIn(review);
  const back = told.back.filter((file) => there.has(file));
  const gone = told.gone.filter((file) => !there.has(file));
  if (told.texts.length + back.length + gone.length === 0) return telling.forget(told.id);
  const { restoreCutOff, undoCutOff, goOn } = words.peek();
  if (told.type === "roomRestored") {
    telling.tell({ ...told, back, gone });
    return show(restoreCutOff(clockTime(told.at)), { name: goOn, run: () => review.askRestore(told.at, "room") });
  }
  // what is undone of it is known, and the rest can still be
  for (const text of told.texts) telling.tell({ type: "undone", id: review.newId(), ...text });
  telling.forget(told.id);
  show(undoCutOff, { name: goOn, run: () => void review.undoRoom() });
}
