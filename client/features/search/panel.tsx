// The search on the screen: what is looked for, what takes its place, and what is found. Knows no connection.
import { EditorView } from "@codemirror/view";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { browserClock } from "../../browser.ts";
import { TimedThread } from "../../editor/timedThread.ts";
import { newClientId } from "../../identity.ts";
import { pressed } from "../../pressed.ts";
import type { Command } from "../../ui/pageFeature.ts";
import { useFocusOfPlace } from "../../ui/parts/focusOfPlace.tsx";
import { FILE_WITHIN_MS, QUERY_CHARACTERS } from "./bounds.ts";
import type { Search } from "./index.tsx";
import type { Match, Query } from "./matching.ts";
import { RemoveDialog } from "./removeDialog.tsx";
import { EditedTexts } from "./editedTexts.ts";
import { offersUndo, Report } from "./report.tsx";
import { Results } from "./results.tsx";
import "./search.css";
import { type FileMatches, SearchModel } from "./searchModel.ts";
import type { Answer, Asked } from "./searchWorker.ts";
import { words } from "./words.later.ts";
import { takesChanges } from "../../sync/status.ts";

/** The row of the results that has its turn. */
const ROW = "[role=treeitem][tabindex='0']";

function newModel({ room, editors }: Search): SearchModel {
  const model: SearchModel = new SearchModel({
    files: () =>
      (room.room.peek()?.files ?? [])
        .filter(({ deleted }) => deleted === undefined)
        .toSorted((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true })),
    texts: new EditedTexts({
      editors,
      enter: () => room.enter(newClientId()),
      changed: (file) => model.changed(file),
    }),
    thread: new TimedThread<Asked, Answer>({
      clock: browserClock,
      withinMs: FILE_WITHIN_MS,
      start: () => new Worker(new URL("./searchWorker.ts", import.meta.url), { type: "module" }),
    }),
    clock: browserClock,
    changesBetween: async () => (await import("../../editor/changesBetween.ts")).changesBetween,
  });
  return model;
}

export function SearchPanel({ search }: { readonly search: Search }) {
  const { room } = search;
  const model = useMemo(() => newModel(search), [search]);
  const asked = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const focus = (): void => {
    field.current?.focus();
    field.current?.select();
  };
  useFocusOfPlace((typed) => {
    focus();
    if (typed === "") return;
    // in the place of what was selected in the code, as when the field is there
    search.wanted = undefined;
    model.ask({ text: typed.replaceAll("\n", "").slice(0, QUERY_CHARACTERS) });
  });
  useEffect(() => {
    search.shown.value = {
      ask: (text) => {
        if (text !== undefined) model.ask({ text });
        focus();
      },
      changed: (file) => model.changed(file),
      commands: () => [...choiceCommands(model), ...undoCommand(model)],
    };
    if (search.wanted !== undefined) model.ask({ text: search.wanted });
    search.wanted = undefined;
    return () => {
      search.shown.value = undefined;
      model.leave();
    };
  }, [model, search]);
  const mayReplace = takesChanges(room.status.value);
  const go = ({ file }: FileMatches, { from, to, line }: Match): void => {
    room.workbench.uncover();
    // what lies under a sheet takes no focus before that is gone
    requestAnimationFrame(() => {
      room.view.goToLine(line, file);
      search.editors.whenThere(file, (view) => {
        const end = view.state.doc.length;
        const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
        view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
        view.focus();
      });
    });
  };
  return (
    <div class="search">
      <div ref={asked} class="search-asked">
        <input
          ref={field}
          class="search-field"
          type="search"
          aria-label={words.value.look}
          placeholder={words.value.lookHint}
          spellcheck={false}
          autocomplete="off"
          maxLength={QUERY_CHARACTERS}
          value={model.query.value.text}
          aria-invalid={model.patternProblem.value !== undefined}
          onInput={(event) => model.ask({ text: event.currentTarget.value })}
          onKeyDown={pressed((event) => {
            if (event.key === "Enter") void model.search();
            if (event.key === "ArrowDown") asked.current?.parentElement?.querySelector<HTMLElement>(ROW)?.focus();
          })}
        />
        {CHOICES.map((of) => (
          <Choice key={of} model={model} of={of} />
        ))}
        {mayReplace && <Replacement model={model} />}
      </div>
      <Report model={model} />
      <Results model={model} mayReplace={mayReplace && model.replacement.value !== ""} go={go} />
    </div>
  );
}

/** How it is looked for, as the fields have it. */
const CHOICES = ["isCaseKept", "isWhole", "isPattern"] as const satisfies readonly (keyof Query)[];

const choiceCommands = (model: SearchModel): readonly Command[] =>
  CHOICES.map((of) => {
    const isOn = model.query.value[of];
    return {
      id: `search.${of}`,
      name: words.value.choose(words.value.choices[of], isOn),
      run: () => model.ask({ [of]: !isOn }),
    };
  });

const undoCommand = (model: SearchModel): readonly Command[] =>
  offersUndo(model) ? [{ id: "search.undo", name: words.value.undoReplacing, run: () => void model.undo() }] : [];

interface ChoiceProps {
  readonly model: SearchModel;
  readonly of: (typeof CHOICES)[number];
}

function Choice({ model, of }: ChoiceProps) {
  const id = useId();
  return (
    <label class="search-choice" for={id}>
      <input
        id={id}
        type="checkbox"
        checked={model.query.value[of]}
        onChange={(event) => model.ask({ [of]: event.currentTarget.checked })}
      />
      {words.value.choices[of]}
    </label>
  );
}

function Replacement({ model }: { readonly model: SearchModel }) {
  /** who only searches is offered to change nothing */
  const isWanted = useSignal(false);
  const isAsking = useSignal(false);
  return (
    <>
      <form
        class="search-replace"
        onSubmit={(event) => {
          event.preventDefault();
          if (model.count.peek() === 0 || model.isReplacing.peek()) return;
          if (model.replacement.peek() !== "") void model.replace();
          // Enter in an empty field is a slip: the button says that it removes
          else if (event.submitter === document.activeElement) isAsking.value = true;
        }}
        onFocusCapture={() => {
          isWanted.value = true;
        }}
      >
        <input
          class="search-field"
          type="text"
          aria-label={words.value.replacement}
          placeholder={words.value.replacement}
          spellcheck={false}
          autocomplete="off"
          maxLength={QUERY_CHARACTERS}
          value={model.replacement.value}
          onInput={(event) => {
            model.replacement.value = event.currentTarget.value;
          }}
        />
        {isWanted.value && (
          <button type="submit" class="button small" disabled={model.count.value === 0 || model.isReplacing.value}>
            {model.replacement.value === "" ? words.value.removeAll : words.value.replaceAll}
          </button>
        )}
      </form>
      {isAsking.value && (
        <RemoveDialog
          model={model}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      )}
    </>
  );
}
