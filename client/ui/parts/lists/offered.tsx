// What is offered for a part of what is being written, above the field: the arrows choose, Enter, Tab or a press takes it, Escape sends it away. Knows no list.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect } from "preact/hooks";
import "./offered.css";

interface OfferedOptions<One> {
  readonly label: string;
  /** those that fit what is written, the best first; none: nothing is offered */
  readonly fitting: readonly One[];
  /** nobody else's in the list */
  readonly idOf: (one: One) => string;
  readonly shows: (one: One) => ComponentChildren;
  /** Writes it in the place of what was typed. */
  readonly take: (one: One) => void;
}

/**
 * The list to be put into the form, which is what it is placed by; what the field has as attributes; and what the field tells: `written`
 * that something was typed, `onKey` of a key, true where the list has taken it. A field of several lines stays one to a screen reader.
 */
export function useOffered<One>({ label, fitting, idOf, shows, take }: OfferedOptions<One>) {
  const chosen = useSignal(0);
  const isSentAway = useSignal(false);
  const id = useId();
  const offered = isSentAway.value ? [] : fitting;
  const at = Math.min(chosen.value, offered.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;
  useLayoutEffect(() => {
    document.querySelector(`#${CSS.escape(optionId(at))}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const takeOne = (one: One): void => {
    isSentAway.value = true;
    take(one);
  };
  const isAny = offered.length > 0;
  return {
    list: isAny && (
      <ul id={id} class="offered" role="listbox" aria-label={label}>
        {offered.map((one, index) => (
          <li
            key={idOf(one)}
            id={optionId(index)}
            role="option"
            aria-selected={index === at}
            // the field keeps the focus
            onPointerDown={(event) => {
              event.preventDefault();
              takeOne(one);
            }}
          >
            {shows(one)}
          </li>
        ))}
      </ul>
    ),
    attributes: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": isAny ? id : undefined,
      "aria-activedescendant": isAny ? optionId(at) : undefined,
    } as const,
    written(): void {
      isSentAway.value = false;
      chosen.value = 0;
    },
    onKey(event: KeyboardEvent): boolean {
      const one = offered[at];
      if (one === undefined || event.shiftKey || event.altKey) return false;
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) chosen.value = (at + step + offered.length) % offered.length;
      else if (event.key === "Enter" || event.key === "Tab") takeOne(one);
      else if (event.key === "Escape") isSentAway.value = true;
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
