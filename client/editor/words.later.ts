// CodeMirror's own phrases, by what it calls them, in English: loaded with its search.
import { wordsOf } from "../words.ts";

const english = {
  Find: "Find",
  Replace: "Replace",
  next: "next",
  previous: "previous",
  all: "all",
  "match case": "Match case",
  "by word": "Whole word",
  regexp: "Regular expression",
  replace: "replace",
  "replace all": "replace all",
  close: "close",
  "current match": "current match",
  "on line": "on line",
  "replaced $ matches": "replaced $ matches",
  "replaced match on line $": "replaced match on line $",
  "Go to line": "Go to line",
  go: "go",
  Completions: "Completions",
  "Fold line": "Fold line",
  "Unfold line": "Unfold line",
  "Folded lines": "Folded lines",
  "Unfolded lines": "Unfolded lines",
  to: "to",
  "folded code": "folded code",
  unfold: "unfold",
  "Selection deleted": "Selection deleted",
  "Control character": "Control character",
};

export type Phrases = typeof english;
export const phrases = wordsOf("editor, later", english);
