// How one file is indented, and the choice of another way for it. Knows no room.
import { indentUnit } from "@codemirror/language";
import { EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";

/** One step: so many blanks, or a tab that is so many columns wide. */
export interface Indent {
  readonly by: "blanks" | "tabs";
  readonly width: number;
}

const WIDTHS = [2, 4, 8];
const BYS = ["blanks", "tabs"] as const;

export const isSame = (one: Indent, other: Indent): boolean => one.by === other.by && one.width === other.width;

/** What there is to choose from; how it is now is among it, whatever it is. */
export function choicesBeside(now: Indent | undefined): readonly Indent[] {
  return BYS.flatMap((by) => {
    const widths = now?.by === by ? [...new Set([...WIDTHS, now.width])] : WIDTHS;
    return widths.toSorted((one, other) => one - other).map((width): Indent => ({ by, width }));
  });
}

export function indentOf(state: EditorState): Indent {
  const unit = state.facet(indentUnit);
  return unit.startsWith("\t") ? { by: "tabs", width: state.tabSize } : { by: "blanks", width: unit.length };
}

/** An editor is indented like this from now on. */
export const indentChosen = StateEffect.define<Indent>();

/** `before`: what was chosen for the file; a text that is shown anew keeps it. */
export const chosenIndent = (before: () => Indent | undefined): Extension =>
  StateField.define<Indent | undefined>({
    create: before,
    update: (now, { effects }) => effects.findLast((effect) => effect.is(indentChosen))?.value ?? now,
    // what is chosen for the file wins over what is chosen for all
    provide: (field) =>
      Prec.high([
        indentUnit.computeN([field], (state) => {
          const chosen = state.field(field);
          return chosen ? [chosen.by === "tabs" ? "\t" : " ".repeat(chosen.width)] : [];
        }),
        EditorState.tabSize.computeN([field], (state) => {
          const chosen = state.field(field);
          return chosen?.by === "tabs" ? [chosen.width] : [];
        }),
      ]),
  });
