// What is typed to a program: while it runs, or before, where it cannot ask. Knows no output.
import { tip } from "../../ui/tip.ts";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { INPUT_CHARACTERS } from "./bounds.ts";
import { BROWSER_LANGUAGES } from "./browserLanguages.ts";
import { useFocusLeft } from "./focusLeft.ts";
import type { Run } from "./runLog.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.later.ts";

interface OfRun {
  readonly model: RunModel;
}

/** Whoever may run may type, to the newest run that goes on; one's own comes first. */
export function InputWhileItRuns({ model }: OfRun) {
  const run = model.own.value ?? model.reading.value.runs.findLast(({ ended }) => !ended);
  return run && model.mayRun.value && takesInput(run, model.here.value?.run === run.run) ? (
    <InputField key={run.run} model={model} run={run} />
  ) : null;
}

function InputField({ model, run }: OfRun & { readonly run: Run }) {
  const text = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useFocusLeft(form);
  // a program of one's own that asks is answered at once, unless one is typing code
  useSignalEffect(() => {
    if (model.here.value?.is !== "asking" || document.activeElement?.closest(".cm-editor")) return;
    field.current?.focus();
  });
  const isAsking = model.here.value?.is === "asking" && model.here.value.run === run.run;
  return (
    <form
      ref={form}
      class={isAsking ? "run-input is-asking" : "run-input"}
      onSubmit={(event) => {
        event.preventDefault();
        model.type(run.run, `${text.value}\n`);
        text.value = "";
      }}
    >
      <label for={id}>{words.value.input}</label>
      <input
        ref={field}
        id={id}
        type="text"
        class="list-field"
        maxLength={INPUT_CHARACTERS - 1}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="send"
        value={text.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
      />
      <button type="submit" class="button small">
        {words.value.send}
      </button>
      <button
        type="button"
        class="button quiet small"
        {...tip(words.value.endInputTitle)}
        onClick={() => model.type(run.run, "", true)}
      >
        {words.value.endInput}
      </button>
    </form>
  );
}

/** A preview is typed into by itself; whether another's browser can ask is not known here. */
function takesInput({ place, language }: Run, isHere: boolean): boolean {
  const inBrowser = BROWSER_LANGUAGES[language];
  if (place === "server" || !inBrowser) return true;
  return inBrowser.runtime !== "preview" && (inBrowser.asks || !isHere);
}

export function InputBefore({ model }: OfRun) {
  const id = useId();
  const language = BROWSER_LANGUAGES[model.language.value];
  const isWanted = model.mayRun.value && model.places.value[0] === "browser" && !model.own.value;
  if (!isWanted || !language || language.asks || language.runtime === "preview") return null;
  return (
    <div class="run-input-before">
      <label for={id}>{words.value.inputBefore}</label>
      <textarea
        id={id}
        class="list-field"
        rows={2}
        maxLength={INPUT_CHARACTERS}
        aria-describedby={`${id}-hint`}
        spellcheck={false}
        value={model.inputBefore.value}
        onInput={({ currentTarget }) => {
          model.inputBefore.value = currentTarget.value;
        }}
      />
      <p id={`${id}-hint`} class="run-note">
        {words.value.inputBeforeHint}
      </p>
    </div>
  );
}
