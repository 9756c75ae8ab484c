// Where a message is written, with the names of the room to choose from. Knows no connection.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { useFocusOfPlace } from "../../ui/placeView.tsx";
import type { ChatModel } from "./chatModel.ts";
import { TEXT_CHARACTERS } from "./bounds.ts";
import { nameBefore, namesFor } from "./parts.ts";
import { words } from "./words.later.ts";

/** A screen to touch has no Shift that one would hold. */
const HAS_KEYBOARD = !matchMedia("(pointer: coarse)").matches;

const NAMES_MOST = 6;
/** From here on it is said how many characters are left. */
const NEARLY_FULL = TEXT_CHARACTERS - 200;

export function Composer({ model }: { readonly model: ChatModel }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const caret = useSignal(0);
  const chosen = useSignal(0);
  const isDismissed = useSignal(false);
  const editing = model.editing.value;
  const text = editing?.text ?? model.draft.value;

  const named = isDismissed.value ? undefined : nameBefore(text, caret.value);
  const names = named === undefined ? [] : namesFor(named.typed, othersHereFirst(model), NAMES_MOST);

  useFocusOfPlace(() => {
    // on a phone the keyboard would cover what was said
    if (!model.room.workbench.isPhone.peek()) ref.current?.focus();
  });
  useEffect(() => {
    if (editing !== undefined) ref.current?.focus();
  }, [editing?.message]);
  useEffect(() => {
    const area = ref.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  const follow = (): void => {
    caret.value = ref.current?.selectionStart ?? 0;
  };
  const complete = (name: string | undefined): void => {
    if (named === undefined || name === undefined) return;
    const before = `${text.slice(0, named.at)}@${name} `;
    const area = ref.current;
    model.write((before + text.slice(caret.value)).slice(0, TEXT_CHARACTERS));
    isDismissed.value = true;
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(before.length, before.length);
      follow();
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (names.length > 0) {
      const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
      if (step !== 0) chosen.value = (chosen.value + step + names.length) % names.length;
      else if (key === "Enter" || key === "Tab") complete(names[Math.min(chosen.value, names.length - 1)]);
      else if (key === "Escape") isDismissed.value = true;
      else return;
      return event.preventDefault();
    }
    if (key === "Escape" && editing !== undefined) {
      model.editing.value = undefined;
      event.preventDefault();
    } else if (key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      model.submit();
    }
  };

  return (
    <form
      class="chat-composer"
      onSubmit={(event) => {
        event.preventDefault();
        model.submit();
      }}
    >
      {names.length > 0 && (
        <ul id="chat-names" class="chat-names" role="listbox" aria-label={words.value.names}>
          {names.map((name, index) => (
            <li
              key={name}
              id={`chat-name-${index}`}
              role="option"
              aria-selected={index === chosen.value}
              onPointerDown={(event) => {
                event.preventDefault();
                complete(name);
              }}
            >
              {name}
            </li>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <p class="chat-editing">
          {words.value.editing}
          <button
            type="button"
            class="button quiet small"
            onClick={() => {
              model.editing.value = undefined;
            }}
          >
            {words.value.cancel}
          </button>
        </p>
      )}
      <label class="unseen" for="chat-text">
        {editing === undefined ? words.value.message : words.value.messageEdited}
      </label>
      <textarea
        ref={ref}
        id="chat-text"
        rows={1}
        maxLength={TEXT_CHARACTERS}
        placeholder={words.value.placeholder}
        aria-autocomplete="list"
        aria-controls={names.length > 0 ? "chat-names" : undefined}
        aria-activedescendant={names.length > 0 ? `chat-name-${Math.min(chosen.value, names.length - 1)}` : undefined}
        aria-describedby="chat-hint"
        value={text}
        onInput={({ currentTarget }) => {
          isDismissed.value = false;
          chosen.value = 0;
          model.write(currentTarget.value);
          follow();
        }}
        onKeyUp={follow}
        onClick={follow}
        onKeyDown={pressed(onKey)}
      />
      <button type="submit" class="button primary" aria-disabled={text.trim() === ""}>
        {editing === undefined ? words.value.send : words.value.save}
      </button>
      <p id="chat-hint" class="chat-hint">
        {text.length > NEARLY_FULL
          ? words.value.left(TEXT_CHARACTERS - text.length)
          : HAS_KEYBOARD
            ? words.value.hint
            : words.value.hintOfTouch}
      </p>
    </form>
  );
}

/** Who is here comes first; who may be asked though they are no person is among them. */
function othersHereFirst({ room }: ChatModel): readonly string[] {
  const me = room.people.you.value?.participant;
  const here = new Set([...room.people.clients.value.values()].map(({ participant }) => participant));
  const others = (room.room.value?.participants ?? []).filter(({ participant }) => participant !== me);
  const first = others.filter(({ participant }) => here.has(participant));
  const then = others.filter(({ participant }) => !here.has(participant));
  const names = [...first, ...then].map(({ name }) => name);
  const { value: addressed } = room.addressed;
  return addressed && !names.includes(addressed.name) ? [...names, addressed.name] : names;
}
