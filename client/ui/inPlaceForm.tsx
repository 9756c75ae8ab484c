// A text edited in its place: Enter and leaving keep it, Escape does not. Knows not what it is the text of.
import { useSignal } from "@preact/signals";
import type { InputHTMLAttributes } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../pressed.ts";

interface InPlaceFormProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "placeholder" | "maxLength" | "autocapitalize" | "spellcheck"
> {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** So many characters at its beginning are selected; all unless given. */
  readonly selected?: number;
  /** Called once: with what was typed, or without when it stays as it is. `byKeyboard`: the focus has nowhere to go. */
  readonly onDone: (typed: string | undefined, byKeyboard: boolean) => void;
}

export function InPlaceForm({ label, hint, value, selected, onDone, ...input }: InPlaceFormProps) {
  const typed = useSignal(value);
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const hintId = useId();
  // at once: whoever types on loses no letter
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, selected ?? value.length);
  }, []);
  const done = (keep: boolean, byKeyboard: boolean): void => {
    // taking the focused field away is leaving it, too
    if (isDone.current) return;
    isDone.current = true;
    onDone(keep && typed.value !== value ? typed.value : undefined, byKeyboard);
  };
  return (
    <form
      class="in-place"
      onSubmit={(event) => {
        event.preventDefault();
        done(true, true);
      }}
    >
      <input
        {...input}
        ref={field}
        type="text"
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : hintId}
        enterkeyhint="done"
        autocomplete="off"
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={pressed((event) => {
          if (event.key !== "Escape") return;
          // nor does it close what the form stands in
          event.preventDefault();
          event.stopPropagation();
          done(false, true);
        })}
        onBlur={() => done(true, false)}
      />
      {hint !== undefined && (
        <p class="in-place-hint" id={hintId}>
          {hint}
        </p>
      )}
    </form>
  );
}
