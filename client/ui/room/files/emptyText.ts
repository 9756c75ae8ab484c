// Whether a text is empty, for what is said there. Knows no file.
import type { Extension } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";

/** Tells it as soon as a text is there, and whenever it changes. */
export const tellEmpty = (tell: (isEmpty: boolean) => void): Extension =>
  ViewPlugin.define(({ state: { doc } }) => {
    let isEmpty = doc.length === 0;
    tell(isEmpty);
    return {
      update({ state }) {
        if (isEmpty === (state.doc.length === 0)) return;
        isEmpty = !isEmpty;
        tell(isEmpty);
      },
    };
  });
