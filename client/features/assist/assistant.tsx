// The assistant of a room, once somebody can be asked: its model, its panel, what it does in the editors, its commands. Loaded then.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { computed, signal } from "@preact/signals";
import type { Mode } from "../../../server/features/assist/messages.ts";
import type { EditorsByFile } from "../../editor/editorsByFile.ts";
import { newClientId } from "../../identity.ts";
import { syncedVersion, unconfirmedChanges } from "../../sync/fileSync.ts";
import type { Addressed, Command, Explainer, PageRoom } from "../../ui/pageFeature.ts";
import { LazyPanel } from "../../ui/parts/lazyPanel.tsx";
import { announce, show } from "../../ui/parts/notices.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { AssistModel } from "./assistModel.ts";
import { MAY_ASK, MODES } from "./bounds.ts";
import { completeAtCaret, ghostText } from "./ghostText.ts";
import { KEYS } from "./keys.ts";
import { aroundCaret } from "./caretSends.ts";
import { automatic, knowsKey, shownTo } from "./storedChoices.ts";
import { ownKey } from "./ownKey.ts";
import { selectionMenu } from "./selectionMenu.ts";
import type { OpenFile } from "./sending.ts";
import { sendsSays } from "./sendsSays.ts";
import { words as firstWords } from "./words.ts";
import { words } from "./words.later.ts";
import "./assist.css";

const ASSIST = "assist";
/** Offered for what is selected, where the guardrail allows them. */
const OF_SELECTION = ["explain", "review", "refactor", "docs"] as const satisfies readonly Mode[];

export class Assistant {
  readonly model: AssistModel;
  readonly #room: PageRoom;
  readonly #editors: EditorsByFile;
  /** counts what changes in the editors, for what is computed from them */
  readonly #looks = signal(0);

  /** it has something to show, or can be asked */
  readonly isThere = computed(() => {
    const { isAround, guardrail, questions } = this.model;
    return isAround.value && (guardrail.value !== "off" || questions.value.length > 0);
  });
  readonly explain = computed<Explainer | undefined>(() => {
    const { mayAsk, asking, recipient } = this.model;
    if (!mayAsk.value) return undefined;
    return {
      sends: (run) => sendsSays(asking.sendingWhy(run), recipient.value),
      ask: (run) => asking.explain(run),
    };
  });
  readonly addressed = computed<Addressed | undefined>(() => {
    const [first] = this.model.modes.value;
    if (first === undefined) return undefined;
    const mode = this.model.modes.value.includes("chat") ? "chat" : first;
    return {
      name: firstWords.value.assistant,
      sends: (text) => sendsSays(this.model.asking.sendingOf(mode, text), this.model.recipient.value),
      ask: (text) => this.#askBeside(mode, text),
    };
  });

  constructor(room: PageRoom, editors: EditorsByFile) {
    this.#room = room;
    this.#editors = editors;
    this.model = new AssistModel(room, {
      newId: newClientId,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      open: (withFocus) => room.workbench.show(ASSIST, withFocus),
      show,
      say: announce,
      ownKey,
      caret: { atCaret: () => this.#atCaret(), shownTo, automatic },
      openFile: (file) => {
        void this.#looks.value;
        const view = editors.of(file);
        return view && openFileOf(view);
      },
    });
  }

  close(): void {
    this.model.close();
  }

  /** That somebody has asked in this mode, which is one of ours. */
  askedIn(name: string, mode: string | undefined): string | undefined {
    const named = MODES.find((one) => one === mode);
    return named && words.value.askedIn(name, words.value.modes[named]);
  }

  message(data: unknown): void {
    this.model.message(data);
  }

  /** A file's editor has come, has gone or has another text. */
  changed(_file: number): void {
    this.#looks.value = this.#looks.peek() + 1;
  }

  /** What the editor of a file has besides. */
  extension(file: number): Extension {
    return [
      EditorView.updateListener.of(({ selectionSet }) => {
        if (selectionSet) this.#looks.value = this.#looks.peek() + 1;
      }),
      ghostText({
        ask: (answered) => this.model.asking.complete(file, answered),
        taken: (id, isByKey) => {
          this.model.asking.taken(id);
          if (isByKey) knowsKey.turn(true);
        },
        isAutomatic: () => this.model.caret.isAutomatic.peek() && this.model.modes.peek().includes("complete"),
        hint: () => (knowsKey.isOn.peek() ? undefined : words.peek().hint),
        waiting: () => announce(this.#thinking()),
        proposed: (text) => announce(words.peek().goesOn(text)),
        nothing: show,
        unsaved: () => words.peek().caret.unsaved,
      }),
      selectionMenu({
        label: () => words.peek().selection,
        entries: () => {
          const modes = this.model.modes.peek();
          if (modes.length === 0) return [];
          const asks = OF_SELECTION.filter((mode) => modes.includes(mode)).map((mode) => ({
            name: words.peek().modes[mode],
            run: () => this.model.asking.askSelected(mode),
          }));
          return [...asks, { name: words.peek().askWhat, run: () => this.model.asking.prepare() }];
        },
        // the same in each of these modes
        note: () => sendsSays(this.model.asking.sendingSelected(OF_SELECTION[0]), this.model.recipient.value),
      }),
    ];
  }

  commands(): readonly Command[] {
    const { model } = this;
    const panel = this.isThere.value
      ? [{ id: "assist.show", name: words.value.showPanel, key: KEYS.ask, run: () => model.asking.prepare() }]
      : [];
    const stopping = model.questions.value.filter((question) => model.mayStop(question));
    const isOn = model.guardrail.value !== "off";
    const { turnOff, turnOn } = words.value;
    return [
      ...panel,
      ...(model.maySetGuardrail.value
        ? [{ id: "assist.turn", name: isOn ? turnOff : turnOn, run: () => model.turn(!isOn) }]
        : []),
      ...(model.maySetGuardrail.value ? this.#settings() : []),
      ...model.modes.value
        .filter((mode) => mode !== "complete")
        .map((mode) => ({
          id: `assist.${mode}`,
          name: words.value.askIn(words.value.modes[mode]),
          run: () => model.asking.prepare(mode),
        })),
      // also where it may not be: its key says why
      ...(model.isReachable.value
        ? [{ id: "assist.complete", name: words.value.goOn, key: KEYS.complete, run: () => this.#complete() }]
        : []),
      ...(model.modes.value.includes("complete")
        ? [{ id: "assist.sends", name: words.value.caret.command, run: () => model.caret.look("look") }]
        : []),
      ...(stopping.length > 0
        ? [{ id: "assist.stop", name: words.value.stopAll, run: () => stopping.forEach(({ id }) => model.stop(id)) }]
        : []),
    ];
  }

  /** What owners choose for everybody. */
  #settings(): readonly Command[] {
    const { model } = this;
    const { guardrail, guardrails, mayAsk, who } = words.value;
    // to turn it off has a command of its own
    const others = model.guardrails.value.filter((one) => one !== "off" && one !== model.guardrail.value);
    const asking = model.guardrail.value === "off" ? [] : MAY_ASK.filter((one) => one !== model.state.value?.mayAsk);
    return [
      ...others.map((one) => ({
        id: `assist.guardrail.${one}`,
        name: `${guardrail}: ${guardrails[one]}`,
        run: () => model.set({ guardrail: one }),
      })),
      ...asking.map((one) => ({
        id: `assist.who.${one}`,
        name: `${mayAsk}: ${who[one]}`,
        run: () => model.set({ mayAsk: one }),
      })),
    ];
  }

  /** Asks from elsewhere, where the focus and what is written there stay. */
  #askBeside(mode: Mode, question: string): void {
    const { answerIsThere, showAnswer } = words.peek();
    const sends = sendsSays(this.model.asking.sendingOf(mode, question), this.model.recipient.peek());
    if (this.model.asking.ask(mode, { question, isShared: true, isInPanel: false }))
      show(`${answerIsThere} ${sends}`, { name: showAnswer, run: () => this.#room.workbench.show(ASSIST, true) });
  }

  /** What would go of the file that is shown. */
  #atCaret() {
    void this.#looks.value;
    const { value: file } = this.#room.tabs.shown;
    const view = this.#editors.of(file);
    const path = this.#room.room.value?.files.find((one) => one.file === file)?.name;
    return view && path !== undefined
      ? { path, ...aroundCaret(view.state.doc, view.state.selection.main.to) }
      : undefined;
  }

  /** Said as it goes. */
  #thinking(): string {
    const { text, characters, whom } = this.model.caret;
    return words.peek().caret.thinking(text.peek()?.path ?? "", characters.peek(), whom.peek() ?? "");
  }

  #complete(): void {
    const { guardrail, modes, caret } = this.model;
    if (!modes.peek().includes("complete"))
      return show(words.peek().guardrailSays[guardrail.peek()] || words.peek().mayNotNow);
    const ask = (): void => {
      const view = this.#editors.of(this.#room.tabs.shown.peek());
      if (view) completeAtCaret(view);
    };
    if (caret.isShown.peek()) ask();
    else caret.look("ask", ask);
  }

  /** In its tab. */
  readonly Panel = () => (
    <LazyPanel
      model={this.model}
      isTypedInto
      load={async () => (await import("./panel.tsx")).AssistPanel}
      close={() => this.#room.workbench.fold(ASSIST)}
      notLoaded={() => firstWords.value.notLoaded}
    />
  );

  /** Over the code: where a proposal goes, or what goes at the caret, while somebody looks. */
  readonly Over = () => (
    <>
      <this.Placed />
      <this.Caret />
    </>
  );

  readonly Caret = () => {
    const { caret } = this.model;
    const View = useOpened({
      isOpen: () => caret.looking.value !== undefined,
      load: async () => (await import("./caretDialog.tsx")).CaretDialog,
      close: () => caret.lookNoMore(),
      notLoaded: () => firstWords.value.notLoaded,
    });
    return View ? <View caret={caret} /> : null;
  };

  /** In the status line, where code is gone on with by itself: how much of it goes to whom. */
  readonly Status = () => {
    const { caret, modes } = this.model;
    const { value: whom } = caret.whom;
    if (whom === undefined || !modes.value.includes("complete")) return null;
    if (!caret.isAutomatic.value && !caret.isPaused.value) return null;
    const say = words.value.caret;
    return (
      <button
        type="button"
        class="status-fact assist-status"
        aria-haspopup="dialog"
        onClick={() => caret.look(caret.isPaused.peek() ? "automatic" : "look")}
      >
        {caret.isPaused.value ? say.paused(whom) : say.status(caret.characters.value, whom)}
      </button>
    );
  };

  readonly Placed = () => {
    const View = useOpened({
      isOpen: () => this.model.placed.value !== undefined,
      load: async () => (await import("./placedView.tsx")).PlacedView,
      close: () => this.model.lookNoMore(),
      notLoaded: () => firstWords.value.notLoaded,
    });
    return View ? <View model={this.model} room={this.#room} editors={this.#editors} looks={this.#looks} /> : null;
  };
}

function openFileOf({ state }: EditorView): OpenFile {
  const { from, to } = state.selection.main;
  return {
    version: unconfirmedChanges(state).length > 0 ? undefined : syncedVersion(state),
    length: state.doc.length,
    from,
    to,
    // a line of which nothing is selected is none
    lines: [state.doc.lineAt(from).number, state.doc.lineAt(Math.max(from, to - 1)).number],
  };
}
