// Where the assistant is asked: the mode, the question, who sees it, and what is sent along, shown before it is sent. Knows no connection.
import type { RefObject } from "preact";
import { useEffect, useId } from "preact/hooks";
import { pressed } from "../../pressed.ts";
import { show } from "../../ui/parts/notices.tsx";
import { useOffered } from "../../ui/parts/lists/offered.tsx";
import { timeOfDay } from "../../ui/parts/times/times.ts";
import { NEEDS_WORDS } from "./asking.ts";
import type { AssistModel } from "./assistModel.ts";
import { QUESTION_CHARACTERS } from "./bounds.ts";
import { modeNamed, modesFor, type NamedMode } from "./modeNamed.ts";
import { FILES_TOKENS } from "./sending.ts";
import { sendsSays } from "./sendsSays.ts";
import { words } from "./words.later.ts";

interface OfAssistant {
  readonly model: AssistModel;
}

interface ComposerProps extends OfAssistant {
  /** where the question is written */
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

export function Composer({ model, field }: ComposerProps) {
  const id = useId();
  const text = model.asking.draft.value;
  const mode = model.asking.mode.value;
  const modes = model.modes.value.filter((one) => one !== "complete");
  useEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = "auto";
    current.style.height = `${current.scrollHeight + 2}px`;
  }, [text]);
  const needsWords = NEEDS_WORDS.has(mode);
  // a press says what is missing
  const isAskable = model.asking.onItsWay.value === undefined && !(needsWords && text.trim() === "");
  const names = modes.map((one) => ({ mode: one, name: words.value.modes[one] }));
  const write = (written: string): void => {
    const named = /^\/\S{2,} /.test(written) ? modeNamed(written, names) : undefined;
    if (named) model.asking.mode.value = named.mode;
    model.asking.draft.value = named ? named.rest : written;
  };
  const offered = useOffered<NamedMode>({
    label: words.value.mode,
    fitting: modesFor(text, names),
    idOf: (one) => one.mode,
    shows: (one) => (
      <>
        {one.name} <span class="assist-slash">/{one.mode}</span>
      </>
    ),
    take: (one) => {
      model.asking.mode.value = one.mode;
      model.asking.draft.value = "";
    },
  });
  /** A mode that is named and nothing else is chosen; what is no mode is asked of nobody. */
  const submit = (): void => {
    if (!model.asking.draft.peek().startsWith("/")) return model.asking.submit();
    const named = modeNamed(model.asking.draft.peek(), names);
    if (!named) return show(words.peek().modesAre(modes.map((one) => `/${one}`).join(", ")));
    model.asking.mode.value = named.mode;
    model.asking.draft.value = named.rest;
    if (named.rest !== "") model.asking.submit();
  };
  return (
    <form
      class="assist-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {offered.list}
      <div class="assist-how">
        <label class="unseen" for={`${id}-mode`}>
          {words.value.mode}
        </label>
        <select
          id={`${id}-mode`}
          value={mode}
          onChange={({ currentTarget }) => {
            const chosen = modes.find((one) => one === currentTarget.value);
            if (chosen) model.asking.mode.value = chosen;
          }}
        >
          {modes.map((one) => (
            <option key={one} value={one}>
              {words.value.modes[one]}
            </option>
          ))}
        </select>
        <label class="assist-share">
          <input
            type="checkbox"
            checked={model.asking.isShared.value}
            onChange={({ currentTarget }) => {
              model.asking.isShared.value = currentTarget.checked;
            }}
          />
          {words.value.isShared}
        </label>
      </div>
      <label class="unseen" for={`${id}-text`}>
        {words.value.question}
      </label>
      <textarea
        ref={field}
        id={`${id}-text`}
        rows={1}
        maxLength={QUESTION_CHARACTERS}
        placeholder={needsWords ? words.value.placeholder : words.value.placeholderMore}
        {...offered.attributes}
        value={text}
        onInput={({ currentTarget }) => {
          offered.written();
          write(currentTarget.value);
        }}
        onKeyDown={pressed((event) => {
          if (offered.onKey(event)) return;
          if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
          event.preventDefault();
          submit();
        })}
      />
      <button type="submit" class="button primary" aria-disabled={!isAskable}>
        {words.value.ask}
      </button>
      <Sent model={model} />
    </form>
  );
}

/** What is sent along: in a line, and all that can be chosen under it. */
function Sent({ model }: OfAssistant) {
  const { value: say } = words;
  const { value: sending } = model.asking.sending;
  const { value: details } = model.room.room;
  const wanted = new Set(sending.files.map(({ file }) => file));
  const { value: lastRun } = model.room.lastRun;
  const files = (details?.files ?? []).filter(({ deleted, purged }) => !deleted && !purged);
  const choose = (file: number, isWanted: boolean): void => {
    const now = new Set(wanted);
    now[isWanted ? "add" : "delete"](file);
    model.asking.choose({ files: now });
  };
  return (
    <details class="assist-sent">
      <summary>
        {sendsSays(sending, model.recipient.value)}
        <Left model={model} />
      </summary>
      <fieldset>
        <legend>{say.chooseSent(FILES_TOKENS)}</legend>
        {files.length > 1 && (
          <label>
            <input
              type="checkbox"
              checked={model.asking.chosen.value.files === "all" || files.every(({ file }) => wanted.has(file))}
              onChange={({ currentTarget }) =>
                model.asking.choose({ files: currentTarget.checked ? "all" : new Set([model.room.tabs.shown.peek()]) })
              }
            />
            {say.wholeRoom}
          </label>
        )}
        {files.map(({ file, name }) => {
          const sent = sending.files.find((one) => one.file === file);
          return (
            <label key={file}>
              <input
                type="checkbox"
                checked={wanted.has(file)}
                onChange={({ currentTarget }) => choose(file, currentTarget.checked)}
              />
              {sent?.selected
                ? say.selected(name, sent.selected)
                : sent && sent.length === undefined
                  ? say.notOpen(name)
                  : name}
            </label>
          );
        })}
        {sending.canBeChanges && (
          <label>
            <input
              type="checkbox"
              checked={model.asking.chosen.value.changes === true}
              onChange={({ currentTarget }) => model.asking.choose({ changes: currentTarget.checked })}
            />
            {say.changesAlone}
          </label>
        )}
        {lastRun && (
          <label>
            <input
              type="checkbox"
              checked={sending.run !== undefined}
              onChange={({ currentTarget }) => model.asking.choose({ run: currentTarget.checked })}
            />
            {say.lastRunOf(lastRun.path)}
          </label>
        )}
      </fieldset>
    </details>
  );
}

/** Of the server's key; whoever asks by their own is not counted. */
function Left({ model }: OfAssistant) {
  const { left, resetsAt } = model.state.value ?? {};
  if (!left || model.own.value) return null;
  const least = Math.min(left.server, left.room, left.person, left.address);
  const says = least > 0 || resetsAt === undefined ? words.value.left(least) : words.value.spent(timeOfDay(resetsAt));
  return <> · {says}</>;
}
