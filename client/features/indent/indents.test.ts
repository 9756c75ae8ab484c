// How a file is indented, read from an editor's state and chosen for it.
import { indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import { choicesBeside, chosenIndent, type Indent, indentChosen, indentOf } from "./indents.ts";

const stateOf = (before?: Indent, unit = "  ") =>
  EditorState.create({ extensions: [indentUnit.of(unit), EditorState.tabSize.of(3), chosenIndent(() => before)] });

describe("the indentation of a file", () => {
  it("[Q50] is as the preferences or the text have it until it is chosen", () => {
    expect(indentOf(stateOf())).toEqual({ by: "blanks", width: 2 });
    expect(indentOf(stateOf(undefined, "\t"))).toEqual({ by: "tabs", width: 3 });
  });

  it("[Q50] is what was chosen for the file, from then on and where the text is shown anew", () => {
    for (const chosen of [
      { by: "tabs", width: 8 },
      { by: "blanks", width: 4 },
    ] as const) {
      const { state } = stateOf().update({ effects: indentChosen.of(chosen) });
      expect(indentOf(state)).toEqual(chosen);
      expect(state.facet(indentUnit)).toBe(chosen.by === "tabs" ? "\t" : "    ");
      expect(indentOf(stateOf(chosen))).toEqual(chosen);
    }
    // how wide a tab is in a text without them stays the preference
    expect(stateOf({ by: "blanks", width: 4 }).tabSize).toBe(3);
  });

  it("[Q50] is among what there is to choose from, whatever it is", () => {
    const widths = (now: Indent) => choicesBeside(now).map(({ by, width }) => `${by} ${width}`);
    expect(widths({ by: "blanks", width: 3 }).slice(0, 4)).toEqual(["blanks 2", "blanks 3", "blanks 4", "blanks 8"]);
    expect(widths({ by: "tabs", width: 4 })).toHaveLength(6);
  });
});
