// A dialog for what is typed until the list that was asked for is loaded. Knows no list.
import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../../../pressed.ts";
import { Dialog } from "../dialog.tsx";
import "./typedAhead.css";

/** characters of what is looked for, here alone */
export const MOST_TYPED = 200;

interface TypingAheadProps {
  readonly title: string;
  /** a line break in it is Enter, which takes what fits as soon as the list is there */
  readonly typed: Signal<string>;
  readonly onClose: () => void;
  /** Hears keys first; true: it has taken one. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
}

export function TypingAhead({ title, typed, onClose, onKey }: TypingAheadProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.setSelectionRange(typed.peek().length, typed.peek().length);
  }, []);
  return (
    <Dialog title={title} class="typing-ahead" onClose={onClose}>
      <textarea
        ref={field}
        class="list-field typed-ahead"
        rows={1}
        aria-label={title}
        autocapitalize="off"
        spellcheck={false}
        autofocus
        maxLength={MOST_TYPED}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={pressed((event: KeyboardEvent) => {
          if (onKey?.(event) === true) event.preventDefault();
        })}
      />
    </Dialog>
  );
}
