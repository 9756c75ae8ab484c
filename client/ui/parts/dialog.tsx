// A native modal dialog: Escape, its button and a click beside it close it alone, and the focus goes back. Knows no content.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { isOfComposition } from "../../pressed.ts";
import { CloseIcon } from "./icons.tsx";
import { tip } from "./tips/tip.ts";
import { words } from "../words.around.ts";

interface DialogProps {
  readonly title: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/**
 * Open as long as it is rendered. Whoever closes it is told at once: the browser's own `close` comes a while after the
 * dialog has gone, and would close one that has been opened in between.
 */
export function Dialog({ title, onClose, children, class: className = "" }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const cross = useRef<HTMLButtonElement>(null);
  const isOpen = useRef(false);
  const titleId = useId();
  const panel = useRef<HTMLElement | null | undefined>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    panel.current = document.activeElement?.closest<HTMLElement>(".place-panel");
    dialog?.showModal();
    // or the key that has opened it would close it
    if (document.activeElement === cross.current) head.current?.focus();
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      dialog?.close();
    };
  }, []);
  const close = (): void => {
    if (!isOpen.current) return;
    isOpen.current = false;
    // before anything else moves it: the focus goes back to where it was
    ref.current?.close();
    // what had it may be gone by now
    if (document.activeElement === document.body) panel.current?.focus();
    onClose();
  };
  return (
    <dialog
      ref={ref}
      class={`dialog ${className}`}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        // what ends a composition closes nothing
        if (isOfComposition(event) && event.key === "Escape") event.preventDefault();
        // what it stands in is under it, and hears no key
        event.stopPropagation();
      }}
      // Escape, where the browser does not ask first
      onClose={close}
      onCancel={(event) => {
        // a file chooser inside tells of its own cancelling
        if (event.target !== ref.current) return;
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === ref.current) close();
      }}
      onSubmit={(event) => {
        if (event.defaultPrevented || !(event.target instanceof HTMLFormElement) || event.target.method !== "dialog")
          return;
        event.preventDefault();
        close();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 ref={head} id={titleId} tabIndex={-1}>
            {title}
          </h2>
          <button
            ref={cross}
            type="button"
            class="button quiet icon-only"
            aria-label={words.value.closeDialog}
            {...tip(words.value.closeDialog, "Escape")}
            onClick={close}
          >
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** Closes the dialog that this is in, at once; what stands for itself stays. */
export const closeDialogAround = (element: Element): void => {
  element.closest("dialog")?.dispatchEvent(new Event("cancel"));
};
