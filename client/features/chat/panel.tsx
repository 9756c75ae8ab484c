// The chat beside the code; on a narrow screen over it. Loaded apart from the room.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useAtTheEnd } from "../../ui/parts/logs/atTheEnd.ts";
import { ClearForAll } from "../../ui/parts/clearForAll.tsx";
import { Time } from "../../ui/parts/times/timeWords.tsx";
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
  useStayInPlace(list, useAtTheEnd(list), messages[0]?.version);
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

/** Elsewhere than at the end what is being read stays where it is, whatever comes above it: `first` is the oldest message that is shown. */
function useStayInPlace(
  log: { readonly current: HTMLElement | null },
  isAtEnd: { readonly current: boolean },
  first: number | undefined,
): void {
  const before = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const { current } = log;
    if (!current) return;
    const { first: firstBefore, height } = before.current;
    if (!isAtEnd.current && firstBefore !== first) current.scrollTop += current.scrollHeight - height;
    before.current = { first, height: current.scrollHeight };
  });
  useEffect(() => {
    const { current } = log;
    if (!current) return undefined;
    // a window that is another size makes it another height
    const resized = new ResizeObserver(() => (before.current.height = current.scrollHeight));
    resized.observe(current);
    return () => resized.disconnect();
  }, []);
}
