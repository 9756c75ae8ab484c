// Emacs' keys; other people's edits leave its mark where it is. Knows no room. Loaded when they are chosen.
import { type Extension, Transaction } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { emacs, EmacsHandler } from "@replit/codemirror-emacs";

/** an update is under way that others' edits alone have brought */
let isOthers = false;

/** Each change takes the package's mark away before it would carry it along: for those of others the mark is kept, and carried. */
const marks = new WeakMap<object, unknown>();
Object.defineProperty(EmacsHandler.prototype, "$emacsMark", {
  get(this: object): unknown {
    return marks.get(this) ?? null;
  },
  set(this: object, mark: unknown) {
    if (mark !== null || !isOthers) marks.set(this, mark);
  },
});

const before = ViewPlugin.define(() => ({
  update({ docChanged, transactions }) {
    isOthers =
      docChanged && transactions.every((one) => !one.docChanged || one.annotation(Transaction.remote) === true);
  },
}));
const after = ViewPlugin.define(() => ({
  update() {
    isOthers = false;
  },
}));

export const emacsKeys: Extension = [before, emacs(), after];
