// What taking edits back would do: three lists, and how each file changes. Knows no weave.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { ChangeSet, Text } from "@codemirror/state";
import type { Stretch, Takeback } from "../weave/questions.ts";
import type { OfReview, Review } from "../review.ts";
import "../compare/compare.css";
import type { FilePreview } from "./takingBack.ts";
import { words } from "./words.ts";

/** Of a list so many are shown. */
const SHOWN_STRETCHES = 20;
/** UTF-16 units of each. */
const SHOWN_UNITS = 80;

interface PreviewProps extends OfReview {
  /** those to which it does anything */
  readonly previews: readonly FilePreview[];
}

export function Preview({ review, previews }: PreviewProps) {
  const chosen = useSignal<number | undefined>(undefined);
  const changed = previews.filter(({ takeback }) => changesText(takeback));
  const shown = changed.find(({ file }) => file === chosen.value) ?? changed[0];
  return (
    <>
      <Lists review={review} previews={previews} />
      {changed.length > 1 && <Files review={review} changed={changed} shown={shown?.file} chosen={chosen} />}
      {shown && <Texts key={`${shown.file} ${shown.takeback.base}`} review={review} preview={shown} />}
    </>
  );
}

interface FilesProps extends OfReview {
  readonly changed: readonly FilePreview[];
  readonly shown: number | undefined;
  readonly chosen: { value: number | undefined };
}

/** Those that change, of which one is shown. */
function Files({ review, changed, shown, chosen }: FilesProps) {
  const name = useId();
  return (
    <fieldset class="undo-files">
      <legend>{words.value.files(changed.length)}</legend>
      {changed.map(({ file, takeback: { goes, comesBack } }) => (
        <label key={file}>
          <input
            type="radio"
            name={name}
            checked={file === shown}
            onChange={() => {
              chosen.value = file;
            }}
          />
          <span class="undo-path">{review.pathOf(file)}</span>
          <span class="undo-counts">{words.value.counts(lettersOf(goes), lettersOf(comesBack))}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** UTF-16 units of all of them. */
export const lettersOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { text }) => sum + text.length, 0);

/** The text is another afterwards. */
export const changesText = ({ goes, comesBack }: Takeback): boolean => goes.length + comesBack.length > 0;

/** There is something to say of it. */
export const doesAnything = (takeback: Takeback): boolean => changesText(takeback) || takeback.stays.length > 0;

function Lists({ review, previews }: OfReview & { readonly previews: readonly FilePreview[] }) {
  return (
    <div class="undo-lists">
      {(["goes", "comesBack", "stays"] as const).map((list) => {
        const all = previews.flatMap(({ file, takeback }) => takeback[list].map((stretch) => ({ file, stretch })));
        return (
          <details key={list} open={list === "stays" && all.length > 0}>
            <summary>{words.value[list](lettersOf(all.map(({ stretch }) => stretch)))}</summary>
            <ul>
              {all.slice(0, SHOWN_STRETCHES).map(({ file, stretch }, index) => (
                <li key={index}>
                  <small>{review.pathOf(file)}</small> <code>{shortened(stretch.text)}</code>
                </li>
              ))}
              {all.length > SHOWN_STRETCHES && <li>{words.value.more(all.length - SHOWN_STRETCHES)}</li>}
              {all.length === 0 && <li>{words.value.none}</li>}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

function shortened(text: string): string {
  const shown = text.trim();
  if (shown === "") return words.value.blanks;
  return shown.length > SHOWN_UNITS ? `${shown.slice(0, SHOWN_UNITS)}…` : shown;
}

function Texts({ review, preview: { file, takeback } }: OfReview & { readonly preview: FilePreview }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    let end = (): void => {};
    void openPreview(review, file, takeback).then((open) => {
      if (isWanted && place.current) end = open(place.current);
    });
    return () => {
      isWanted = false;
      end();
    };
  }, []);
  return <div class="editor compare-texts undo-preview" ref={place} role="region" aria-label={words.value.preview} />;
}

async function openPreview(
  review: Review,
  file: number,
  { base, change }: Takeback,
): Promise<(parent: Element) => () => void> {
  const path = review.pathOf(file);
  const [before, { MergeEditor }, looks] = await Promise.all([
    review.past.history.file(file).text(base),
    import("../compare/mergeEditor.ts"),
    review.looksOf(file),
  ]);
  const after = ChangeSet.fromJSON(change)
    .apply(Text.of(before.split("\n")))
    .toString();
  const labels = { before: words.peek().before(path), after: words.peek().after(path) };
  return (parent) => {
    const editor = new MergeEditor(parent, { before, after, change, isInline: true, looks, labels });
    return () => editor.destroy();
  };
}
