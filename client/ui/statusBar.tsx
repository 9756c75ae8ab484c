// The line under the editor: what is true of the connection, and what to do about it. Knows no socket.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { browserClock } from "../browser.ts";
import type { RoomModel } from "./roomModel.ts";
import { statusWords } from "./statusWords.ts";

export function StatusBar({ model }: { readonly model: RoomModel }) {
  const status = model.status.value;
  const now = useSignal(browserClock.now());
  const { state } = status;
  useEffect(() => {
    if (state !== "offline") return undefined;
    now.value = browserClock.now();
    const ticking = setInterval(() => {
      now.value = browserClock.now();
    }, 1000);
    return () => clearInterval(ticking);
  }, [state]);
  const { tone, text } = statusWords(status, now.value, {
    isStopped: model.sockets.isStopped.value,
    isFailing: model.isStorageFailing.value,
  });
  return (
    <footer class="status-bar">
      <p class={`status ${tone}`}>
        <span class="status-dot" aria-hidden="true" />
        <span class="status-text">{text}</span>
      </p>
      {state === "offline" && (
        <button type="button" class="button small" onClick={() => model.retryNow()}>
          Try now
        </button>
      )}
      {model.outdated.value && (state === "saved" || state === "readOnly") && (
        <p class="outdated">
          A new version is there.
          <button type="button" class="button small" onClick={() => location.reload()}>
            Reload
          </button>
        </p>
      )}
      <p class="hint" id={model.hintId}>
        Tab indents. Press Esc, then Tab to leave the editor.
      </p>
    </footer>
  );
}
