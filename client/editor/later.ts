// What nobody needs before there is a text: search and replace, completion, brackets that close themselves, links, the cursors of others, print. Knows no room; loaded behind the first text.
import {
  autocompletion,
  completionStatus,
  closeBrackets,
  closeCompletion,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { isOfComposition } from "../pressed.ts";
import { firstIfMeant } from "./firstIfMeant.ts";
import { hangingIndent } from "./hangingIndent.ts";
import { links } from "./links.ts";
import { paper } from "./paper.ts";
import type { Preferences } from "./preferences.ts";
import { showRemoteCursors } from "./remoteCursorLayers.ts";
import { searchCount } from "./searchCount.ts";
import { phrases } from "./words.later.ts";

/** How long after Escape the next Tab leaves the editor, as long as CodeMirror has it by itself. */
const LEAVING_MS = 2_000;

/** The way out is the same whatever else Escape does: a selection, a mode of Vim or a mark of Emacs would take it. */
const wayOut = EditorView.domEventObservers({
  keydown(event, view) {
    // what ends a composition or closes a list is no wish to leave
    if (event.key !== "Escape" || isOfComposition(event) || isListOpen(view)) return;
    view.setTabFocusMode(LEAVING_MS);
  },
});

/** As it is seen: while more is looked for, the list that is there has the status of none. */
const isListOpen = ({ contentDOM }: EditorView): boolean => contentDOM.getAttribute("aria-haspopup") === "listbox";

/** CodeMirror closes the list when the focus goes; what was still looked for then would open under whatever has the focus. */
const noListElsewhere = EditorView.domEventObservers({
  blur(_event, view) {
    if (completionStatus(view.state) === "pending") queueMicrotask(() => closeCompletion(view));
  },
});

export const later: Extension = [
  wayOut,
  noListElsewhere,
  showRemoteCursors,
  paper,
  links,
  hangingIndent,
  searchCount,
  search({ top: true }),
  highlightSelectionMatches(),
  closeBrackets(),
  // before the default keys, some of which are the same or mean less beside a bracket
  Prec.high(keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap])),
];

/** What is said by CodeMirror itself, and completion: without the switch it comes by its key alone. */
export const chosen = ({ completion: activateOnTyping }: Preferences): Extension => [
  autocompletion({ activateOnTyping, defaultKeymap: false }),
  firstIfMeant,
  EditorState.phrases.of(phrases.value),
];
