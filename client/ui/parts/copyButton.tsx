// A button that copies a text and says so. Knows no meaning of it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { copy } from "./copy.ts";
import { CheckIcon } from "./icons.tsx";
import { announce } from "./notices.tsx";
import { words } from "../words.around.ts";

const SAID_MS = 2_500;

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** where several stand beside one another: what the button is called */
  readonly name?: string;
  /** what is said to a screen reader */
  readonly said: string;
  readonly class?: string;
  readonly autofocus?: boolean;
  readonly icon?: ComponentChildren;
  /** the browser does not allow it: the person has to do it by hand */
  readonly onForbidden: () => void;
}

export function CopyButton({ text, label, name, said, icon, autofocus, onForbidden, ...rest }: CopyButtonProps) {
  const copied = useSignal(0);
  const run = async (): Promise<void> => {
    if (!(await copy(text))) return onForbidden();
    announce(said);
    copied.value += 1;
    setTimeout(() => {
      copied.value -= 1;
    }, SAID_MS);
    return undefined;
  };
  const isDone = copied.value > 0;
  return (
    <button
      type="button"
      class={`button ${rest.class ?? ""}`}
      aria-label={isDone ? undefined : name}
      autofocus={autofocus}
      onClick={run}
    >
      {isDone ? <CheckIcon /> : icon}
      <span>{isDone ? words.value.copied : label}</span>
    </button>
  );
}
