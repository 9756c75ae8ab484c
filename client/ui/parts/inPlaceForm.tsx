// A text edited in its place: Enter and leaving keep it, Escape does not; one that cannot be stays. Knows not what it is the text of.
import { useSignal } from "@preact/signals";
import type { InputHTMLAttributes } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { useTypedAhead } from "./focusOfPlace.tsx";

interface InPlaceFormProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "placeholder" | "autocapitalize" | "spellcheck"
> {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly maxLength: number;
  /** So many characters at its beginning are selected; all unless given. */
  readonly selected?: number;
  /** What was typed before, and a sentence that says why it cannot be. */
  readonly refused?: { readonly typed: string; readonly why: string };
  /** A sentence that says why it cannot be this, or undefined where it can. */
  readonly problemWith?: (typed: string) => string | undefined;
  /** Called once: with what was typed, or without when it stays as it is. `byKeyboard`: the focus has nowhere to go. */
  readonly onDone: (typed: string | undefined, byKeyboard: boolean) => void;
}

export function InPlaceForm(props: InPlaceFormProps) {
  const { label, hint, value, selected, refused, problemWith, onDone, ...input } = props;
  const typed = useSignal(refused?.typed ?? value);
  const problem = useSignal(refused?.why);
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const typedAhead = useTypedAhead();
  const hintId = useId();
  const done = (keep: boolean, byKeyboard: boolean): void => {
    // taking the focused field away is leaving it, too
    if (isDone.current) return;
    const changed = keep && typed.value !== value ? typed.value : undefined;
    problem.value = changed === undefined ? undefined : problemWith?.(changed);
    if (problem.value !== undefined) return;
    isDone.current = true;
    onDone(changed, byKeyboard);
  };
  // at once: whoever types on loses no letter
  useLayoutEffect(() => {
    field.current?.focus();
    const [ahead = "", ...entered] = typedAhead().split("\n");
    if (ahead === "") return field.current?.setSelectionRange(0, refused?.typed.length ?? selected ?? value.length);
    typed.value = ahead.slice(0, input.maxLength);
    if (entered.length > 0) done(true, true);
  }, []);
  const words = problem.value ?? hint;
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
        aria-invalid={problem.value !== undefined}
        aria-describedby={words === undefined ? undefined : hintId}
        enterkeyhint="done"
        autocomplete="off"
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          problem.value = undefined;
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
      {words !== undefined && (
        <p
          key={problem.value}
          class={problem.value === undefined ? "in-place-hint" : "in-place-hint problem"}
          id={hintId}
          role={problem.value === undefined ? undefined : "alert"}
        >
          {words}
        </p>
      )}
    </form>
  );
}
