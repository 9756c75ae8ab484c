// One message as it is shown: who, when, and its parts, each as an element of its own: text never becomes markup.
import { useMemo } from "preact/hooks";
import type { Participant } from "#protocol/events.ts";
import { personColour } from "../../personColour.ts";
import { CodeBlock } from "../../ui/parts/codeBlock.tsx";
import { Time } from "../../ui/parts/times/timeWords.tsx";
import { words as pageWords } from "../../ui/words.ts";
import type { ChatModel } from "./chatModel.ts";
import type { Message } from "./loadedMessages.ts";
import { type Context, type Part, partsOf } from "./parts.ts";
import { words } from "./words.later.ts";

interface MessageProps extends Context {
  readonly model: ChatModel;
  readonly message: Message;
  readonly person: Participant | undefined;
}

export function MessageItem({ model, message, person, names, files }: MessageProps) {
  const { version, text, time, isEdited, isWithdrawn } = message;
  const isMine = message.participant === model.room.people.you.value?.participant;
  const parts = useMemo(() => partsOf(text, { names, files }), [text, names, files]);
  return (
    <li id={`chat-message-${version}`} class={`chat-message ${personColour(person?.colour ?? 0)}`} tabIndex={-1}>
      <p class="chat-by">
        <span class="chat-author">{person?.name ?? pageWords.value.somebody}</span> <Time time={time} />
        {isEdited && !isWithdrawn && <span class="chat-edited"> {words.value.edited}</span>}
      </p>
      {isWithdrawn ? (
        <p class="chat-note">{words.value.withdrawn}</p>
      ) : (
        <div class="chat-text" dir="auto">
          {parts.map((part, index) => (
            <PartView key={index} part={part} model={model} />
          ))}
        </div>
      )}
      {isMine && !isWithdrawn && (
        <p class="chat-actions">
          <button
            type="button"
            class="button quiet small"
            onClick={() => {
              model.editing.value = { message: version, text };
            }}
          >
            {words.value.edit}
          </button>
          <button type="button" class="button quiet small" onClick={() => model.withdraw(version)}>
            {words.value.withdraw}
          </button>
        </p>
      )}
    </li>
  );
}

/** What the server has not confirmed. */
export function Unsent({ text, isOffline }: { readonly text: string; readonly isOffline: boolean }) {
  return (
    <li class="chat-message unsent">
      <div class="chat-text" dir="auto">
        {text}
      </div>
      <p class="chat-note">{isOffline ? words.value.unsent : words.value.sending}</p>
    </li>
  );
}

function PartView({ part, model }: { readonly part: Part; readonly model: ChatModel }) {
  switch (part.type) {
    case "text":
      return <>{part.text}</>;
    case "code":
      return <code>{part.text}</code>;
    case "mention":
      return <strong class="chat-mention">{part.text}</strong>;
    case "link":
      return (
        // a direction: what is said around it does not turn it round
        <a dir="ltr" href={part.href} target="_blank" rel="noopener noreferrer">
          {part.shown}
        </a>
      );
    case "place":
      return (
        <button type="button" dir="ltr" class="chat-place" onClick={() => model.goToLine(part.line, part.file)}>
          {part.text}
        </button>
      );
    case "block":
      return (
        <CodeBlock
          class="chat-block"
          code={part.text}
          language={part.language || (model.room.room.value?.programmingLanguage ?? "")}
        />
      );
  }
}
