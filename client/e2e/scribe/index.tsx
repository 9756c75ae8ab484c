// The page's half of the scribe: asks it, by a button or a key, and marks what it has written. Knows no connection.
import { gutter, GutterMarker } from "@codemirror/view";
import { signal } from "@preact/signals";
import type { FeatureOpening, PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";

const COUNT = /^.+: \d+$/;

class Mark extends GutterMarker {
  override toDOM(): Node {
    return document.createTextNode("✎");
  }
}
const mark = new Mark();
const marks = gutter({
  class: "scribe-marks",
  lineMarker: ({ state }, { from }) => (COUNT.test(state.doc.lineAt(from).text) ? mark : null),
});

function open(room: PageRoom): FeatureOpening {
  const isAsking = signal(false);
  const asked = signal(0);
  const ask = (): void => {
    if (room.text(room.tabs.shown.peek())?.length === 0) return show(words.value.nothingThere);
    isAsking.value = true;
  };
  const answer = (isWanted: boolean) => (): void => {
    isAsking.value = false;
    if (!isWanted) return;
    asked.value += 1;
    room.send({ file: room.tabs.shown.peek() });
  };
  return {
    areas: {
      head: () => (
        <button type="button" class="button quiet" onClick={ask}>
          {words.value.scribe}
        </button>
      ),
      // the pointer does not reach the code meanwhile
      over: () => (isAsking.value ? <div style={{ background: "rgb(0 0 0 / 30%)" }} /> : null),
      below: () =>
        isAsking.value ? (
          <div class="actions" role="group" aria-label={words.value.scribe}>
            {words.value.question}
            <button type="button" class="button primary small" onClick={answer(true)}>
              {words.value.write}
            </button>
            <button type="button" class="button small" onClick={answer(false)}>
              {words.value.notNow}
            </button>
          </div>
        ) : null,
      statusBar: () => (asked.value > 0 ? <p>{words.value.asked(asked.value)}</p> : null),
    },
    commands: () => (isAsking.value ? [] : [{ id: "scribe.ask", name: words.value.ask, key: KEYS.ask, run: ask }]),
    editor: () => marks,
    refused(code, message) {
      if (code !== "outdated") return false;
      show(words.value.noMore(message));
      return true;
    },
  };
}

export const scribe: PageFeature = { name: "scribe", open };
