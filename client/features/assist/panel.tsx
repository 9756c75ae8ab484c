// The assistant's tab: what was asked and answered, and where one asks. Loaded when it is opened first; knows no connection.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { Fragment } from "preact";
import { useRef } from "preact/hooks";
import { useAtTheEnd } from "../../ui/parts/logs/atTheEnd.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { useFocusOfPlace } from "../../ui/parts/focusOfPlace.tsx";
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
  const isAtEnd = useAtTheEnd(log);
  // each question of one's own leads there
  const asked = useComputed(() => model.asking.onItsWay.value?.id);
  useSignalEffect(() => {
    if (asked.value !== undefined) isAtEnd.current = true;
  });
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
