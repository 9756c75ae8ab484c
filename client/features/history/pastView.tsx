// The text of a moment over the live one, which goes on under it and takes no keys meanwhile. Knows no time line.
import type { EditorView } from "@codemirror/view";
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../api.ts";
import { browserClock } from "../../browser.ts";
import { languageOf } from "../../editor/fileNames.ts";
import type { RemoteCursor } from "../../editor/remoteCursors.ts";
import { show } from "../../ui/parts/notices.tsx";
import { atClockTime } from "./clock.ts";
import type { OfPast, Past } from "./past.tsx";
import { PastEditor, type Wanted } from "./pastEditor.ts";
import { layAside } from "./layAside.ts";
import { words } from "./words.later.ts";

export function PastView({ past }: OfPast) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = ref;
    if (!current) return undefined;
    const live = past.editors.of(past.room.tabs.shown.peek());
    const editor = new PastEditor(current, {
      looks: (language) => past.room.view.reading(language),
      label: () => labelOf(past),
      after: (ms, run) => browserClock.after(ms, run),
      typed: () => past.sayItIsPast(),
      failed: (problem) => show(messageOf(problem)),
      top: live && firstLine(live),
    });
    const end = effect(() => {
      const wanted = wantedNow(past);
      if (wanted) editor.show(wanted);
    });
    past.selectedThen = (file) => editor.selectedIn(file);
    const wake = layAside(current);
    return () => {
      end();
      past.selectedThen = () => undefined;
      editor.destroy();
      wake();
    };
  }, [past]);
  return <main ref={ref} class="editor past-view" aria-label={words.value.pastText} />;
}

/** The first line that is seen, from 1. */
function firstLine(view: EditorView): number {
  const { from } = view.lineBlockAtHeight(view.scrollDOM.scrollTop - view.documentPadding.top);
  return view.state.doc.lineAt(from).number;
}

function labelOf({ playback, history }: Past): string {
  const path = history.files.peek().find(({ file }) => file === playback.shown.peek()?.file.file)?.path ?? "";
  return words.peek().textAt(path, atClockTime(playback.player.moment.peek()?.time ?? 0));
}

function wantedNow(past: Past): Wanted | undefined {
  const { playback, history, room } = past;
  const shown = playback.shown.value;
  if (!shown) return undefined;
  const path = history.files.value.find(({ file }) => file === shown.file.file)?.path ?? "";
  const language = languageOf(path, room.room.value?.programmingLanguage ?? "JavaScript");
  return { ...shown, language, cursor: cursorOf(past), isFollowed: !past.isDragging.value };
}

/** Where the last edit was, if it was in the file that is shown. */
function cursorOf({ playback, history }: Past): RemoteCursor | undefined {
  const edit = playback.lastEdit.value;
  const track = playback.player.track.value;
  if (edit === undefined || edit >= track.length || track.file(edit) !== playback.shown.value?.file.file)
    return undefined;
  const person = history.personOf(track.client(edit));
  if (!person) return undefined;
  const caret = track.caret(edit);
  const { participant: client, name, colour } = person;
  return { client, name, colour, selections: [[caret, caret]] };
}
