// The page's half of what the server's operator says to everybody: above the code, and that nothing is taken just now. Knows no dashboard.
import { computed } from "@preact/signals";
import type { OperatorMessage } from "../../../server/features/operator/messages.ts";
import { browserClock } from "../../browser.ts";
import { serverNow } from "../../serverClock.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { OperatorModel } from "./operatorModel.ts";
import { words } from "./words.ts";

/** Always there, so that a screen reader says what comes into it. */
function Said({ model }: { readonly model: OperatorModel }) {
  const notice = model.notice.value;
  const readOnly = model.readOnly.value;
  const ending = model.ending.value;
  return (
    <div aria-live="polite">
      {ending && (
        <p class="banner operator-says">
          <span>
            <strong>{words.value.because}</strong> {ending}
          </span>
        </p>
      )}
      {readOnly && (
        <p class="banner operator-says">
          <span>
            {words.value.readOnly}
            {readOnly.reason !== "" && ` ${words.value.because} ${readOnly.reason}`}
          </span>
        </p>
      )}
      {notice && (
        <p class="banner operator-says">
          <span>
            <strong>{words.value.from}</strong> {notice.text}
          </span>
          <button
            type="button"
            class="button small"
            aria-label={words.value.hideNotice}
            onClick={() => model.hideNotice()}
          >
            {words.value.hide}
          </button>
        </p>
      )}
    </div>
  );
}

export const operator: PageFeature = {
  name: "operator",
  open(room) {
    const model = new OperatorModel(room, {
      now: serverNow,
      after: (ms, run) => browserClock.after(ms, run),
      writableAgain: () => show(words.value.writableAgain),
    });
    return {
      areas: { banner: () => <Said model={model} /> },
      isHeld: computed(() => model.readOnly.value !== undefined),
      commands: () =>
        model.notice.value
          ? [{ id: "operator.hide", name: words.value.hideNotice, run: () => model.hideNotice() }]
          : [],
      // the bar says it as long as it holds
      refused: (code) => code === "server_read_only" && model.readOnly.peek() !== undefined,
      message: (data) => model.heard(data as OperatorMessage),
      closed: () => model.close(),
    };
  },
};
