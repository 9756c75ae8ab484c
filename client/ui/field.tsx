// A text field with its label and, when something is wrong, a sentence. Knows no meaning.
import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  /** a sentence; empty when all is well */
  readonly error?: string;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly autofocus?: boolean;
}

export function Field({ label, value, error = "", ...rest }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        id={id}
        type="text"
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
