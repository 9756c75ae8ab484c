// A field and below it what fits what is typed there, in a dialog: the arrows choose, Enter or a press takes it. Knows no list.
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { pressed } from "../../../pressed.ts";
import "./chooser.css";
import { closeDialogAround } from "../dialog.tsx";
import { MOST_TYPED } from "./typingAhead.tsx";

interface ChooserProps<One> {
  /** what is typed here */
  readonly label: string;
  readonly listLabel: string;
  /** a line break, which nobody can type here, is Enter, pressed before this was there: it takes the first that fits */
  readonly typed: Signal<string>;
  /** those that fit, the best first */
  readonly shown: readonly One[];
  /** nobody else's in the list */
  readonly idOf: (one: One) => string | number;
  /** what a screen reader says of it; without it what is shown */
  readonly nameOf?: (one: One) => string;
  /** which is chosen until something is typed */
  readonly first?: number;
  readonly fieldClass?: string;
  readonly oneClass?: (one: One) => string;
  readonly children: (one: One) => ComponentChildren;
  /** Takes one, when the dialog is closed: the focus is back where it was, and may go elsewhere. */
  readonly onChoose: (one: One) => void;
  /** Hears keys first; true: it has taken one. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
}

/** How far each key goes. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** One step goes round, several stop at the end. */
const stepped = (at: number, step: number, count: number): number =>
  Math.abs(step) === 1 ? (at + step + count) % Math.max(1, count) : Math.max(0, Math.min(at + step, count - 1));

export function Chooser<One>(props: ChooserProps<One>) {
  const { label, listLabel, typed, shown, idOf, onChoose, onKey, fieldClass = "list-field" } = props;
  const chosen = useSignal(typed.peek() === "" ? (props.first ?? 0) : 0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const hasAny = shown.length > 0;
  const at = Math.min(chosen.value, shown.length - 1);
  const optionId = (index: number): string => `${listId}-${index}`;
  useLayoutEffect(() => {
    const [line = "", ...entered] = typed.peek().split("\n");
    typed.value = line;
    field.current?.setSelectionRange(line.length, line.length);
    // once the dialog around it is open, so that it can be closed
    if (entered.length > 0) queueMicrotask(() => choose(shown[0]));
  }, []);
  useLayoutEffect(() => {
    document.querySelector(`#${CSS.escape(optionId(at))}`)?.scrollIntoView({ block: "nearest" });
  }, [at, typed.value]);
  const choose = (one: One | undefined): void => {
    if (one === undefined || field.current === null) return;
    closeDialogAround(field.current);
    onChoose(one);
  };
  return (
    <>
      <input
        ref={field}
        class={fieldClass}
        type="text"
        role="combobox"
        aria-label={label}
        placeholder={label}
        aria-expanded={hasAny}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={shown[at] && optionId(at)}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="go"
        autofocus
        maxLength={MOST_TYPED}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={pressed((event: KeyboardEvent) => {
          const step = STEPS[event.key];
          if (onKey?.(event) === true) chosen.value = 0;
          else if (event.key === "Enter") choose(shown[at]);
          else if (step !== undefined) chosen.value = stepped(at, step, shown.length);
          else return;
          event.preventDefault();
        })}
      />
      <ul class="chooser-list" id={listId} role="listbox" aria-label={listLabel}>
        {shown.map((one, index) => (
          <li
            key={idOf(one)}
            id={optionId(index)}
            class={`chooser-one ${props.oneClass?.(one) ?? ""}`}
            role="option"
            aria-selected={index === at}
            aria-label={props.nameOf?.(one)}
            // the field keeps the focus
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(one)}
          >
            {props.children(one)}
          </li>
        ))}
      </ul>
    </>
  );
}
