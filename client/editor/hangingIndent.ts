// A line that is wrapped goes on under its first letter and not under its blanks, at most at half the width. Knows no room.
import { countColumn, type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from "@codemirror/view";

/** Columns; what is indented further goes on here. */
const DEEPEST = 60;

const lines = Array.from({ length: DEEPEST + 1 }, (_, columns) => Decoration.line({ class: `hang-${columns}` }));

/** A class for each depth, for the page's policy allows no style in an element. */
const depths = EditorView.baseTheme(
  Object.fromEntries(
    lines.map((_line, columns) => [
      `.cm-line.hang-${columns}`,
      { textIndent: `-${columns}ch`, paddingInlineStart: `calc(${columns}ch + 0.5rem)` },
    ]),
  ),
);

function indented(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  if (!view.lineWrapping) return Decoration.none;
  const half = Math.floor(view.contentDOM.clientWidth / view.defaultCharacterWidth / 2);
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const [blanks = ""] = /^[ \t]*/.exec(line.text) ?? [];
      const columns = Math.min(countColumn(blanks, view.state.tabSize), half, DEEPEST);
      const decoration = columns > 0 ? lines[columns] : undefined;
      if (decoration) builder.add(line.from, line.from, decoration);
      at = line.to + 1;
    }
  return builder.finish();
}

export const hangingIndent: Extension = [
  depths,
  ViewPlugin.define(
    (view) => ({
      decorations: indented(view),
      update({ docChanged, viewportChanged, geometryChanged }) {
        if (docChanged || viewportChanged || geometryChanged) this.decorations = indented(view);
      },
    }),
    { decorations: ({ decorations }) => decorations },
  ),
];
