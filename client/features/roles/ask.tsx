// Asks before something that cannot be taken back. Knows nothing of what.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";

interface AskProps {
  /** a question */
  readonly title: string;
  /** what the answer yes is called */
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Ask({ title, yes, onYes, onClose, children }: AskProps) {
  const isYes = useRef(false);
  const closed = (): void => {
    onClose();
    if (isYes.current) onYes();
  };
  return (
    <Dialog title={title} onClose={closed}>
      {children}
      {/* closed by itself, so that the focus goes back to where it was */}
      <form method="dialog" class="actions">
        {/* the dialog gives its focus to what asks for it */}
        <button type="submit" class="button" autofocus>
          Leave it as it is
        </button>
        <button
          type="submit"
          class="button danger"
          onClick={() => {
            isYes.current = true;
          }}
        >
          {yes}
        </button>
      </form>
    </Dialog>
  );
}
