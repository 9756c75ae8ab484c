// The assistant's tab: what was asked and answered, and where one asks. Loaded when it is opened first; knows no connection.
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { useFocusOfPlace } from "../../ui/focusOfPlace.tsx";
import type { AssistModel } from "./assistModel.ts";
import { QUESTION_CHARACTERS } from "./bounds.ts";
import { Composer } from "./composer.tsx";
import { KeyGroup } from "./keyGroup.tsx";
import { QuestionView, SettingView } from "./questionView.tsx";
import { words } from "./words.later.ts";

interface OfAssistant {
  readonly model: AssistModel;
}

/** Questions that are shown at once; a press shows as many more. */
const SHOWN_QUESTIONS = 30;
/** Nearer to the end than this, what is new scrolls into sight. */
const NEAR_END_PX = 60;

export function AssistPanel({ model }: OfAssistant) {
  const { value: guardrail } = model.guardrail;
  const guardrailSays = words.value.guardrailSays[guardrail];
  const field = useRef<HTMLTextAreaElement>(null);
  const isAddingKey = useSignal(false);
  // whoever may ask from now on goes on with what they are at
  useFocusOfPlace((typed) => {
    const { draft } = model.asking;
    if (typed !== "") draft.value = (draft.peek() + typed).slice(0, QUESTION_CHARACTERS);
    field.current?.focus();
  });
  const addKey = (): void => {
    isAddingKey.value = true;
  };
  const keyIsAdded = (): void => {
    isAddingKey.value = false;
    // the button that has the focus back is there while there is no key
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <div class="assist">
      <div class="assist-about">
        {guardrailSays !== "" && <strong>{guardrailSays}</strong>}
        {model.maySetGuardrail.value && (
          <button type="button" class="button small" onClick={() => model.turn(guardrail === "off")}>
            {guardrail === "off" ? words.value.turnOn : words.value.turnOff}
          </button>
        )}
      </div>
      <Log model={model} />
      {model.mayAsk.value ? <Composer model={model} field={field} /> : <WhyNot model={model} addKey={addKey} />}
      {isAddingKey.value && (
        <Dialog title={words.value.addKey} onClose={keyIsAdded}>
          <KeyGroup state={model.state.value} caret={model.caret} />
        </Dialog>
      )}
    </div>
  );
}

function WhyNot({ model, addKey }: OfAssistant & { readonly addKey: () => void }) {
  const { state, isReachable, guardrail } = model;
  if (guardrail.value === "off") return null;
  const isKeyMissing = state.value?.isThere === true && !isReachable.value;
  if (!isKeyMissing) return <p class="assist-note">{words.value.mayNotAsk}</p>;
  return (
    <p class="assist-note">
      {words.value.noKey}{" "}
      <button type="button" class="button small" onClick={addKey}>
        {words.value.addKey}
      </button>
    </p>
  );
}

/** Not read aloud as it grows: that an answer is there is said, and all of it can be read. */
function Log({ model }: OfAssistant) {
  const log = useRef<HTMLDivElement>(null);
  const most = useSignal(SHOWN_QUESTIONS);
  const { value: all } = model.questions;
  const questions = all.slice(-most.value);
  const isMore = model.hasOlder.value || questions.length < all.length;
  const { value: asking } = model.asking.onItsWay;
  useAtTheEnd(log, asking?.id);
  return (
    <div ref={log} class="assist-log" role="log" aria-live="off" aria-label={words.value.answers} tabIndex={0}>
      <div>
        {isMore && (
          <button
            type="button"
            class="button small assist-older"
            aria-disabled={model.isLoading.value}
            onClick={() => {
              most.value += SHOWN_QUESTIONS;
              if (most.value > all.length) model.readOlder();
            }}
          >
            {words.value.older}
          </button>
        )}
        {!isMore && <p class="assist-note">{words.value.everybodySees}</p>}
        {questions.length === 0 && !isMore && !asking && <p class="assist-note">{words.value.nothing}</p>}
        {questions.map((question) => (
          <Fragment key={question.id}>
            <QuestionView model={model} question={question} />
            {question.settings.map((setting) => (
              <SettingView key={setting.time} model={model} setting={setting} />
            ))}
          </Fragment>
        ))}
        {asking && (
          <p class="assist-note">
            {words.value.asking}… {model.asking.waitsBecause.value}
          </p>
        )}
      </div>
    </div>
  );
}

/** Who has read to the end goes on reading there, and so does whoever asks: `asking` is another one with each question. */
function useAtTheEnd(log: { readonly current: HTMLElement | null }, asking: string | undefined): void {
  const isAtEnd = useRef(true);
  const top = useRef(0);
  const follow = (): void => {
    const { current } = log;
    if (!current || !isAtEnd.current) return;
    current.scrollTo({ top: current.scrollHeight });
    top.current = current.scrollTop;
  };
  useEffect(() => {
    const { current } = log;
    if (!current) return undefined;
    const look = (): void => {
      const isNear = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
      // an answer that grows before this is heard is no reason: only who goes up leaves
      isAtEnd.current = isNear || (isAtEnd.current && current.scrollTop >= top.current);
      top.current = current.scrollTop;
    };
    const grown = new ResizeObserver(follow);
    // the field beside it takes of its height
    grown.observe(current);
    if (current.firstElementChild) grown.observe(current.firstElementChild);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      grown.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(() => {
    if (asking !== undefined) isAtEnd.current = true;
  }, [asking]);
  useLayoutEffect(follow);
}
