// The chat beside the code; on a narrow screen over it. Loaded apart from the room.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ClearForAll } from "../../ui/clearForAll.tsx";
import { Time } from "../../ui/timeWords.tsx";
import "./chat.css";
import { ALERTS } from "./chatMemory.ts";
import type { ChatModel } from "./chatModel.ts";
import { Composer } from "./composer.tsx";
import { MessageItem, Unsent } from "./messageItem.tsx";
import { namesOf } from "./parts.ts";
import { words } from "./words.later.ts";
import { words as chatWords } from "./words.ts";

interface OfChat {
  readonly model: ChatModel;
}

/** Nearer to the end than this, new messages scroll into sight. */
const NEAR_END_PX = 60;

export function ChatPanel({ model }: OfChat) {
  return (
    <div class="chat">
      <Tools model={model} />
      <Messages model={model} />
      <Composer model={model} />
    </div>
  );
}

function Tools({ model }: OfChat) {
  return (
    <div class="chat-tools">
      <label>
        {words.value.notices}{" "}
        <select
          value={model.alerts.value}
          onChange={({ currentTarget }) => model.setAlerts(ALERTS.find((one) => one === currentTarget.value) ?? "all")}
        >
          {ALERTS.map((alerts) => (
            <option key={alerts} value={alerts}>
              {chatWords.value.alerts[alerts]}
            </option>
          ))}
        </select>
      </label>
      {model.mayClear.value && (
        <ClearForAll words={words.value} isAsking={model.isAskedToClear} onClear={() => model.clear()} />
      )}
    </div>
  );
}

function Messages({ model }: OfChat) {
  const list = useRef<HTMLDivElement>(null);
  const { messages, cleared } = model.reading.value;
  const details = model.room.room.value;
  const shown = model.room.tabs.shown.value;
  // where names are alike, the file that is shown is meant
  const files = useMemo(
    () =>
      (details?.files ?? [])
        .filter(({ deleted }) => deleted === undefined)
        .toSorted((a, b) => Number(b.file === shown) - Number(a.file === shown)),
    [details?.files, shown],
  );
  const people = details?.participants;
  const names = useMemo(() => namesOf((people ?? []).map(({ name }) => name)), [people]);
  const personOf = useMemo(() => new Map(people?.map((person) => [person.participant, person])), [people]);
  useStayInPlace(list, messages[0]?.version, messages.length + model.outbox.value.length);
  useSignalEffect(() => {
    const { value: version } = model.sought;
    if (version === undefined) return;
    model.sought.value = undefined;
    // after the field, which takes the focus when the chat is opened
    requestAnimationFrame(() => {
      const item = list.current?.querySelector<HTMLElement>(`#chat-message-${version}`);
      item?.scrollIntoView({ block: "center" });
      item?.focus();
    });
  });
  const unsent = model.outbox.value.filter((one) => one.type === "say");
  return (
    <div
      ref={list}
      class="chat-log"
      role="log"
      aria-label={words.value.messages}
      // what is older is not news
      aria-live={model.isLoading.value ? "off" : "polite"}
      tabIndex={0}
    >
      {model.hasOlder.value && (
        <button
          type="button"
          class="button small chat-older"
          aria-disabled={model.isLoading.value}
          onClick={() => model.readOlder()}
        >
          {words.value.older}
        </button>
      )}
      {cleared !== undefined && (
        <p class="chat-note">
          {words.value.cleared(personOf.get(cleared.participant)?.name)} <Time time={cleared.time} />
        </p>
      )}
      {messages.length + unsent.length === 0 && !model.hasOlder.value && cleared === undefined && (
        <p class="chat-note">{words.value.nothing}</p>
      )}
      <ol>
        {messages.map((message) => (
          <MessageItem
            key={message.version}
            model={model}
            message={message}
            person={personOf.get(message.participant)}
            names={names}
            files={files}
          />
        ))}
        {unsent.map(({ id, text }) => (
          <Unsent key={id} text={text} isOffline={model.room.status.value.state === "offline"} />
        ))}
      </ol>
    </div>
  );
}

/** At the end new messages scroll into sight; elsewhere what is being read stays where it is, whatever comes above it. */
function useStayInPlace(
  ref: { readonly current: HTMLDivElement | null },
  first: number | undefined,
  count: number,
): void {
  const before = useRef({ first, height: 0, isAtEnd: true });
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const { height, isAtEnd } = before.current;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    else if (before.current.first !== first) list.scrollTop += list.scrollHeight - height;
    before.current = { first, height: list.scrollHeight, isAtEnd };
  }, [ref, first, count]);
  useEffect(() => {
    const list = ref.current;
    if (list === null) return undefined;
    const look = (): void => {
      const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
      before.current = { ...before.current, isAtEnd, height: list.scrollHeight };
    };
    list.addEventListener("scroll", look, { passive: true });
    return () => list.removeEventListener("scroll", look);
  }, [ref]);
}
