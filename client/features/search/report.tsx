// How a search went, and what a replacement has done, in sentences. Knows no text.
import type { LeftOut, SearchModel } from "./searchModel.ts";
import { words } from "./words.later.ts";

/** More are counted. */
const MOST_NAMED = 5;

/** There is a replacement to take back. */
export const offersUndo = ({ outcome: { value } }: SearchModel): boolean =>
  value !== undefined && value.what !== "putBack" && value.places > 0;

export function Report({ model }: { readonly model: SearchModel }) {
  const outcome = model.outcome.value;
  return (
    <div class="search-report">
      <p role="status">{sentence(model)}</p>
      {offersUndo(model) && (
        <button type="button" class="button small" onClick={() => void model.undo()}>
          {words.value.undo}
        </button>
      )}
      <Named leftOut={model.unsearched.value} say={words.value.notSearched} />
      <Named leftOut={outcome?.leftOut ?? []} say={words.value.notChanged} />
    </div>
  );
}

function sentence(model: SearchModel): string {
  const said = words.value;
  const { outcome, progress, patternProblem, problem, found, count, isCut, query, isReplacing } = model;
  if (isReplacing.value) return said.replacing;
  if (outcome.value) {
    const { what, places, files } = outcome.value;
    return said[what](places, files);
  }
  if (query.value.text === "") return "";
  if (patternProblem.value !== undefined) return said.badPattern(patternProblem.value);
  if (problem.value !== undefined) return problem.value;
  if (progress.value) return progress.value.isSlow ? said.progress(progress.value.done, progress.value.total) : "";
  if (isCut.value) return said.cut(count.value);
  if (found.value.length > 0) return said.found(count.value, found.value.length);
  return model.searched.value === undefined ? "" : said.nothing(model.searched.value);
}

interface NamedProps {
  readonly leftOut: readonly LeftOut[];
  readonly say: (file: string, reason: string) => string;
}

function Named({ leftOut, say }: NamedProps) {
  if (leftOut.length === 0) return null;
  return (
    <ul class="search-left-out">
      {leftOut.slice(0, MOST_NAMED).map(({ name, reason }) => (
        <li key={name}>{say(name, typeof reason === "string" ? words.value.reasons[reason] : reason.sentence)}</li>
      ))}
      {leftOut.length > MOST_NAMED && <li>{words.value.more(leftOut.length - MOST_NAMED)}</li>}
    </ul>
  );
}
