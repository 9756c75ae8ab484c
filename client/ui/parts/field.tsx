// A text field with its label and, when something is wrong, a sentence and the focus. Knows no meaning.
import type { Signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** a sentence; empty when all is well */
  readonly error?: string;
  /** what is typed is not shown */
  readonly isSecret?: boolean;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly maxLength?: number;
  /** it has the focus as soon as it is there */
  readonly autofocus?: boolean;
}

const PLAIN = { type: "text" } as const;
const SECRET = { type: "password" } as const;

export function Field({ label, value, error = "", isSecret = false, ...rest }: FieldProps) {
  const id = useId();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // outside a dialog the attribute is heeded once in a document, and pages come and go in one
    if (rest.autofocus) ref.current?.focus();
  }, []);
  useEffect(() => {
    if (error !== "") ref.current?.focus();
  }, [error]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        ref={ref}
        id={id}
        {...(isSecret ? SECRET : PLAIN)}
        spellcheck={false}
        value={value.value}
        aria-invalid={error !== ""}
        aria-describedby={`${id}-error`}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      <p id={`${id}-error`} class="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}
