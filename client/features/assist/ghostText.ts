// What would be typed next, shown at the caret and in nobody's text until it is taken. Knows no provider and no room.
import { completionStatus } from "@codemirror/autocomplete";
import { type Extension, Facet, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import { pressed } from "../../pressed.ts";

/** After so long without a key somebody pauses, in ms. */
const PAUSE_MS = 700;
/** What is typed is saved within that, or nothing is asked. */
const SAVED_WITHIN_MS = 3_000;
const LOOKS_EVERY_MS = 50;
/** UTF-16 units of a proposal that a screen reader says. */
const SAID_CHARACTERS = 200;

/** Who is asked, and told. */
export interface GhostOptions {
  /** Asks what comes at the caret; undefined: some of the text is not saved yet. The function gives up. */
  ask(answered: (text: string | undefined, id: string) => void): (() => void) | undefined;
  /** It stands in the text now. */
  taken(id: string): void;
  isAutomatic(): boolean;
  /** Has a screen reader say what is proposed. */
  say(text: string): void;
  /** Somebody has asked, and nothing came. */
  nothing(): void;
}

interface Ghost {
  readonly at: number;
  readonly text: string;
  readonly id: string;
}

class GhostWidget extends WidgetType {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override eq(other: WidgetType): boolean {
    return other instanceof GhostWidget && other.#text === this.#text;
  }

  override toDOM(): HTMLElement {
    const ghost = document.createElement("span");
    ghost.className = "assist-ghost";
    ghost.textContent = this.#text;
    // it is said once, and is no part of the text
    ghost.setAttribute("aria-hidden", "true");
    return ghost;
  }
}

const shown = StateEffect.define<Ghost | undefined>();

const ghost = StateField.define<Ghost | undefined>({
  create: () => undefined,
  update(before, transaction) {
    const effect = transaction.effects.find((one) => one.is(shown));
    if (effect) return effect.value;
    if (!before) return undefined;
    const isRemote = transaction.annotation(Transaction.remote) === true;
    if (transaction.docChanged && !isRemote) return undefined;
    const at = transaction.changes.mapPos(before.at, 1);
    const { main } = transaction.newSelection;
    return main.empty && main.head === at ? { ...before, at } : undefined;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (one) =>
      one
        ? Decoration.set(Decoration.widget({ widget: new GhostWidget(one.text), side: 1 }).range(one.at))
        : Decoration.none,
    ),
});

const given = Facet.define<GhostOptions, GhostOptions>({ combine: ([options]) => options! });

/** Asks at the caret, and shows what comes as long as the caret stays. */
class Asker {
  readonly #view: EditorView;
  #giveUp = (): void => {};
  #pause: ReturnType<typeof setTimeout> | undefined;

  readonly #listening = new AbortController();

  constructor(view: EditorView) {
    this.#view = view;
    const { signal } = this.#listening;
    // before the editor, which indents with one of them
    view.dom.addEventListener(
      "keydown",
      pressed((event: KeyboardEvent) => this.#press(event)),
      { capture: true, signal },
    );
  }

  #press(event: KeyboardEvent): void {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const hasDone = event.key === "Tab" ? take(this.#view) : event.key === "Escape" && drop(this.#view);
    if (!hasDone) return;
    event.preventDefault();
    event.stopPropagation();
  }

  update({ transactions, docChanged, selectionSet }: ViewUpdate): void {
    const isTyped = transactions.some((one) => one.isUserEvent("input.type"));
    const isOwn = selectionSet || transactions.some((one) => one.docChanged && !one.annotation(Transaction.remote));
    if (docChanged ? isOwn : selectionSet) this.#stop();
    if (isTyped && this.#view.state.facet(given).isAutomatic())
      this.#pause = setTimeout(() => this.#isAtEnd && this.ask(false), PAUSE_MS);
  }

  destroy(): void {
    this.#listening.abort();
    this.#stop();
  }

  /** `isWanted`: somebody has asked, and is told that nothing came. */
  ask(isWanted: boolean): void {
    this.#stop();
    const { state } = this.#view;
    if (!state.selection.main.empty || state.readOnly || completionStatus(state) === "active") return;
    const options = state.facet(given);
    let ends = false;
    let stop: (() => void) | undefined;
    const until = performance.now() + SAVED_WITHIN_MS;
    const ask = (): void => {
      if (ends) return;
      stop = options.ask((text, id) => !ends && this.#show(text, id, isWanted));
      if (!stop && performance.now() < until) setTimeout(ask, LOOKS_EVERY_MS);
      else if (!stop && isWanted) options.nothing();
    };
    this.#giveUp = () => {
      ends = true;
      stop?.();
    };
    ask();
  }

  #show(text: string | undefined, id: string, isWanted: boolean): void {
    this.#giveUp = () => {};
    const { state } = this.#view;
    const options = state.facet(given);
    if (text === undefined || text.trim() === "") {
      if (isWanted) options.nothing();
      return;
    }
    this.#view.dispatch({ effects: shown.of({ at: state.selection.main.head, text, id }) });
    options.say(text.slice(0, SAID_CHARACTERS));
  }

  /** Nothing but a closing bracket stands behind the caret in its line. */
  get #isAtEnd(): boolean {
    const { doc, selection } = this.#view.state;
    const line = doc.lineAt(selection.main.head);
    return /^[)\]}"'`;,\s]*$/.test(line.text.slice(selection.main.head - line.from)) && line.text.trim() !== "";
  }

  #stop(): void {
    clearTimeout(this.#pause);
    this.#giveUp();
    this.#giveUp = () => {};
  }
}

const asker = ViewPlugin.fromClass(Asker);

/** Has it asked what comes next in this editor. */
export const completeAtCaret = (view: EditorView): void => view.plugin(asker)?.ask(true);

function take(view: EditorView): boolean {
  const one = view.state.field(ghost, false);
  if (!one) return false;
  const { at, text, id } = one;
  view.dispatch({
    changes: { from: at, insert: text },
    selection: { anchor: at + text.length },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
  view.state.facet(given).taken(id);
  return true;
}

function drop(view: EditorView): boolean {
  if (!view.state.field(ghost, false)) return false;
  view.dispatch({ effects: shown.of(undefined) });
  return true;
}

export const ghostText = (options: GhostOptions): Extension => [given.of(options), ghost, asker];
