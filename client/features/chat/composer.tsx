// Where a message is written, with the names of the room to choose from. Knows no connection.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { announce } from "../../ui/parts/notices.tsx";
import { useOffered } from "../../ui/parts/lists/offered.tsx";
import { useFocusOfPlace } from "../../ui/parts/focusOfPlace.tsx";
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
  const editing = model.editing.value;
  const text = editing?.text ?? model.draft.value;

  const { sends } = model;
  const isTold = sends !== undefined;
  // once: how much it is changes with each letter
  useEffect(() => {
    if (sends !== undefined) announce(sends);
  }, [isTold]);

  const named = nameBefore(text, caret.value);
  const names = named === undefined ? [] : namesFor(named.typed, othersHereFirst(model), NAMES_MOST);

  useFocusOfPlace((typed) => {
    if (typed !== "") model.write((text + typed).slice(0, TEXT_CHARACTERS));
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
  const complete = (name: string): void => {
    if (named === undefined) return;
    const before = `${text.slice(0, named.at)}@${name} `;
    const area = ref.current;
    model.write((before + text.slice(caret.value)).slice(0, TEXT_CHARACTERS));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(before.length, before.length);
      follow();
    });
  };
  const offered = useOffered({
    label: words.value.names,
    fitting: names,
    idOf: (name) => name,
    shows: (name) => name,
    take: complete,
  });
  const onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (offered.onKey(event)) return;
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
      {offered.list}
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
        {...offered.attributes}
        aria-describedby={sends === undefined ? "chat-hint" : "chat-sends chat-hint"}
        value={text}
        onInput={({ currentTarget }) => {
          offered.written();
          model.write(currentTarget.value);
          follow();
        }}
        onKeyUp={follow}
        onClick={follow}
        onKeyDown={pressed(onKey)}
      />
      {sends !== undefined && (
        <p id="chat-sends" class="chat-sends">
          {sends}
        </p>
      )}
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
