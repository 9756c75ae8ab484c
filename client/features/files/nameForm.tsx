// A name being typed: Enter and leaving keep it, Escape does not. Knows no file.
import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";

interface NameFormProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** Called once: with what was typed, "" when it is to stay as it is. */
  readonly onDone: (typed: string) => void;
}

export function NameForm({ label, hint, value, onDone }: NameFormProps) {
  const typed = useSignal(value);
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const hintId = useId();
  useLayoutEffect(() => {
    field.current?.focus();
    // the extension stays as it is, unless one wants it otherwise
    const end = value.lastIndexOf(".");
    field.current?.setSelectionRange(0, end > 0 ? end : value.length);
  }, []);
  const done = (keep: boolean): void => {
    // taking the focused field away is leaving it, too
    if (isDone.current) return;
    isDone.current = true;
    onDone(keep && typed.value !== value ? typed.value : "");
  };
  return (
    <form
      class="files-name"
      onSubmit={(event) => {
        event.preventDefault();
        done(true);
      }}
    >
      <input
        ref={field}
        type="text"
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : hintId}
        placeholder={label}
        maxLength={DEFAULT_LIMITS.fileNameCharacters}
        enterkeyhint="done"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          // the keys of the tree are letters here
          event.stopPropagation();
          if (event.key !== "Escape") return;
          event.preventDefault();
          done(false);
        }}
        onBlur={() => done(true)}
      />
      {hint !== undefined && (
        <p class="files-hint" id={hintId}>
          {hint}
        </p>
      )}
    </form>
  );
}
