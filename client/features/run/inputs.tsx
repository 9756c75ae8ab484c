// What is typed to a program: while it runs, or before, where it cannot ask. Knows no output.
import { tip } from "../../ui/parts/tips/tip.ts";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { asks } from "./asks.ts";
import { INPUT_CHARACTERS } from "./bounds.ts";
import { takesInputBefore } from "./browserLanguages.ts";
import { useFocusLeft } from "../../ui/parts/focusLeft.ts";
import type { ShownRun } from "./hereRuns.ts";
import type { RunModel } from "./runModel.ts";
import { words } from "./words.later.ts";

interface OfRun {
  readonly model: RunModel;
}

/** Whoever may run may type, to the newest run that goes on; one's own comes first. */
export function InputWhileItRuns({ model }: OfRun) {
  const run = model.own.value ?? model.runs.value.findLast(({ ended }) => !ended);
  return run && run.takesInput !== false && model.controls.reaches(run) ? (
    <InputField key={run.id} model={model} run={run} />
  ) : null;
}

function InputField({ model, run }: OfRun & { readonly run: ShownRun }) {
  const text = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useFocusLeft(form, ".run-output");
  // a program of one's own that asks is answered at once, unless one is typing code
  useSignalEffect(() => {
    if (model.controls.here.value?.state.value?.is !== "asking" || document.activeElement?.closest(".cm-editor"))
      return;
    field.current?.focus();
  });
  return (
    <form
      ref={form}
      class={asks(model, run) ? "run-input is-asking" : "run-input"}
      onSubmit={(event) => {
        event.preventDefault();
        model.controls.type(run, `${text.value}\n`);
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
        onClick={() => model.controls.type(run, "", true)}
      >
        {words.value.endInput}
      </button>
    </form>
  );
}

export function InputBefore({ model }: OfRun) {
  const id = useId();
  const { inputBefore, language, places } = model.controls;
  const isWanted = model.mayRun.value && places.value[0] === "browser" && !model.own.value;
  if (!isWanted || !takesInputBefore(language.value)) return null;
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
        value={inputBefore.value}
        onInput={({ currentTarget }) => {
          inputBefore.value = currentTarget.value;
        }}
      />
      <p id={`${id}-hint`} class="run-note">
        {words.value.inputBeforeHint}
      </p>
    </div>
  );
}
