// What goes when it is asked what comes at the caret, as it is at this moment, and to whom. Loaded when it is shown first; knows no connection.
import { Dialog } from "../../ui/parts/dialog.tsx";
import type { CaretSends } from "./caretSends.ts";
import { words } from "./words.later.ts";

export function CaretDialog({ caret }: { readonly caret: CaretSends }) {
  const { value: say } = words;
  const { looking, text, whom, characters, isAutomatic } = caret;
  const isByItself = looking.value === "automatic" || (looking.value === "look" && isAutomatic.value);
  return (
    <Dialog title={say.caret.title} onClose={() => caret.lookNoMore()}>
      {text.value ? (
        <>
          <p>{say.caret.goes(text.value.path, characters.value, whom.value ?? "")}</p>
          <div
            class="assist-caret"
            role="group"
            tabIndex={0}
            dir="ltr"
            translate={false}
            aria-label={say.caret.text(text.value.path)}
          >
            {text.value.before}
            <span class="assist-caret-at">
              <span class="unseen">{say.caret.here}</span>
            </span>
            {text.value.after}
          </div>
          <p class="assist-note">{isByItself ? say.caret.byItself : say.caret.byKey}</p>
        </>
      ) : (
        <p class="assist-note">{say.reading}</p>
      )}
      <div class="actions">
        {looking.value !== "look" && (
          <button
            type="button"
            class="button primary"
            aria-disabled={text.value === undefined || whom.value === undefined}
            onClick={() => caret.agree()}
          >
            {looking.value === "automatic" ? say.caret.turnOn : say.caret.send}
          </button>
        )}
        <button type="button" class="button" onClick={() => caret.lookNoMore()}>
          {looking.value === "look" ? say.caret.close : say.close}
        </button>
        {looking.value === "look" && isAutomatic.value && (
          <button type="button" class="button quiet" onClick={() => caret.stopAutomatic()}>
            {say.caret.turnOff}
          </button>
        )}
      </div>
    </Dialog>
  );
}
