// A panel beside the code; on a narrow screen it covers everything. Knows no content.
import type { ComponentChildren } from "preact";
import { pressed } from "../pressed.ts";
import { Dialog } from "./dialog.tsx";
import { CloseIcon } from "./icons.tsx";
import { narrow } from "./screenWidth.ts";
import "./sidePanel.css";

interface SidePanelProps {
  readonly title: string;
  readonly closeLabel: string;
  /** of the button that opens it, to which the focus goes back */
  readonly openerId: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Open as long as it is rendered. Its content scrolls by itself. */
export function SidePanel({ title, closeLabel, openerId, onClose, children }: SidePanelProps) {
  if (narrow.value)
    return (
      <Dialog title={title} class="cover" onClose={onClose}>
        {children}
      </Dialog>
    );
  const close = (): void => {
    onClose();
    document.querySelector<HTMLElement>(`#${openerId}`)?.focus();
  };
  return (
    <aside
      class="side-panel"
      aria-label={title}
      onKeyDown={pressed((event) => {
        // in an editor Escape is the way out of it, not of the panel
        const isInEditor = event.target instanceof Element && event.target.closest(".cm-editor") !== null;
        if (event.key === "Escape" && !event.defaultPrevented && !isInEditor) close();
      })}
    >
      <div class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="button quiet icon-only" aria-label={closeLabel} onClick={close}>
          <CloseIcon />
        </button>
      </div>
      {children}
    </aside>
  );
}
