// A room's title, edited in its place: Enter and leaving keep it, Escape does not. Knows no room.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { cleanName } from "#protocol/messages.ts";

interface TitleFormProps {
  readonly title: string;
  /** shown where there is no title */
  readonly placeholder: string;
  /** Called once: with the new title, or without one when it stays as it is. `byKeyboard`: the focus has nowhere to go. */
  readonly onDone: (title: string | undefined, byKeyboard: boolean) => void;
}

export function TitleForm({ title, placeholder, onDone }: TitleFormProps) {
  const value = useSignal(title);
  const ref = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  // at once: whoever types on loses no letter
  useLayoutEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);

  const done = (keep: boolean, byKeyboard: boolean): void => {
    // taking the focused field away is leaving it, too
    if (isDone.current) return;
    isDone.current = true;
    const clean = cleanName(value.value, DEFAULT_LIMITS.titleCharacters);
    onDone(keep && clean !== title ? clean : undefined, byKeyboard);
  };

  return (
    <form
      class="title-form"
      onSubmit={(event) => {
        event.preventDefault();
        done(true, true);
      }}
    >
      <input
        ref={ref}
        type="text"
        aria-label="Title of the room"
        placeholder={placeholder}
        maxLength={DEFAULT_LIMITS.titleCharacters}
        enterkeyhint="done"
        autocomplete="off"
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          done(false, true);
        }}
        onBlur={() => done(true, false)}
      />
    </form>
  );
}
