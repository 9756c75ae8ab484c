// Where a proposal goes in its file as it is now, and what is decided about it. Follows what others type. Loaded when somebody looks first.
import { ChangeSet, EditorState, type Text } from "@codemirror/state";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorView } from "@codemirror/view";
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { EditorsByFile } from "../../editor/editorsByFile.ts";
import { languageOf } from "../../editor/fileNames.ts";
import { syncedVersion, unconfirmedChanges } from "../../sync/fileSync.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import type { PageRoom } from "../../ui/pageFeature.ts";
import type { AssistModel, Placed } from "./assistModel.ts";
import { words } from "./words.later.ts";

/** What stays in view above and below, in lines; longer stretches that are equal are folded. */
const MARGIN_LINES = 3;
const FOLDED_LINES = 8;
/** What is typed meanwhile is looked at so long after it came, in ms. */
const LOOKS_AFTER_MS = 300;

interface PlacedProps {
  readonly model: AssistModel;
  readonly room: PageRoom;
  readonly editors: EditorsByFile;
  /** another one when an editor has another text */
  readonly looks: ReadonlySignal<number>;
}

interface Texts {
  readonly before: Text;
  readonly after: Text;
}

export function PlacedView({ model, room, editors, looks }: PlacedProps) {
  const { value: placed } = model.placed;
  const texts = useSignal<Texts | undefined>(undefined);
  const file = placed?.file;
  const path = room.room.value?.files.find((one) => one.file === file)?.name ?? "";
  useEffect(() => {
    if (file !== undefined) room.tabs.show(file);
  }, [file]);
  useSignalEffect(() => {
    void looks.value;
    const { value: now } = model.placed;
    if (!now) return undefined;
    const view = editors.of(now.file);
    const found = view && textsOf(view.state, now);
    if (found) {
      texts.value = found;
      return undefined;
    }
    // people type: where it goes is asked anew
    const again = setTimeout(() => model.lookAnew(now.id, now.block), LOOKS_AFTER_MS);
    return () => clearTimeout(again);
  });
  if (!placed) return null;
  const problem = model.problemOf(placed.id, placed.block);
  return (
    <Dialog class="assist-placed" title={words.value.placedTitle(path)} onClose={() => model.lookNoMore()}>
      {placed.isChanged && (
        <p class="assist-changed" role="alert">
          {words.value.changed}
        </p>
      )}
      {texts.value ? (
        <Merged room={room} path={path} texts={texts.value} />
      ) : (
        <p class="assist-note">{words.value.reading}</p>
      )}
      {problem !== undefined && (
        <p class="assist-problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => model.acceptPlaced()}>
          {words.value.accept}
        </button>
        <button type="button" class="button" onClick={() => model.refuse(placed.id, placed.block)}>
          {words.value.refuse}
        </button>
        <button type="button" class="button quiet" onClick={() => model.lookNoMore()}>
          {words.value.close}
        </button>
      </div>
    </Dialog>
  );
}

/** undefined: the editor shows another version, or more. */
function textsOf(state: EditorState, { version, changes }: Placed): Texts | undefined {
  if (syncedVersion(state) !== version || unconfirmedChanges(state).length > 0) return undefined;
  const { doc } = state;
  return { before: doc, after: ChangeSet.fromJSON(changes).apply(doc) };
}

interface MergedProps {
  readonly room: PageRoom;
  readonly path: string;
  readonly texts: Texts;
}

function Merged({ room, path, texts: { before, after } }: MergedProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let view: EditorView | undefined;
    let isHere = true;
    const language = languageOf(path, room.room.peek()?.programmingLanguage ?? "Plain Text");
    void room.view.reading(language).then((looks) => {
      if (!isHere || !host.current) return;
      view = new EditorView({
        parent: host.current,
        state: EditorState.create({
          doc: after,
          extensions: [
            EditorState.phrases.of({ "$ unchanged lines": words.peek().unchanged }),
            EditorView.contentAttributes.of({
              "aria-label": words.peek().textWith(path),
              "aria-readonly": "true",
              tabindex: "0",
            }),
            looks,
            unifiedMergeView({
              original: before,
              mergeControls: false,
              collapseUnchanged: { margin: MARGIN_LINES, minSize: FOLDED_LINES },
            }),
          ],
        }),
      });
    });
    return () => {
      isHere = false;
      view?.destroy();
    };
  }, [before, after]);
  return <div ref={host} class="assist-merged editor" />;
}
