// Asks before something that others notice, in a question with one answer or two besides no. Knows nothing of what.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { words } from "./words.owners.ts";

interface AskProps {
  /** a question */
  readonly title: string;
  /** what the answer yes is called */
  readonly yes: string;
  readonly onYes: () => void;
  /** an answer that goes further */
  readonly more?: { readonly yes: string; readonly onYes: () => void } | undefined;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Ask({ title, yes, onYes, more, onClose, children }: AskProps) {
  const answer = useRef<() => void>(undefined);
  const closed = (): void => {
    onClose();
    answer.current?.();
  };
  const answering = (run: () => void) => () => {
    answer.current = run;
  };
  return (
    <Dialog title={title} onClose={closed}>
      {children}
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          {words.value.leave}
        </button>
        <button type="submit" class={more ? "button roles-grave" : "button danger"} onClick={answering(onYes)}>
          {yes}
        </button>
        {more && (
          <button type="submit" class="button danger" onClick={answering(more.onYes)}>
            {more.yes}
          </button>
        )}
      </form>
    </Dialog>
  );
}
