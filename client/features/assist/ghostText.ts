// What would be typed next, shown at the caret and in nobody's text until it is taken. Knows no provider and no room.
import { closeCompletion, completionStatus } from "@codemirror/autocomplete";
import { type EditorState, type Extension, Facet, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  showTooltip,
  type Tooltip,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import { pressed } from "../../pressed.ts";
import { drawnMenu } from "./drawnMenu.ts";

/** After so long without a key somebody pauses, in ms. */
const PAUSE_MS = 700;
/** What is typed is saved within that, or nothing is asked. */
const SAVED_WITHIN_MS = 3_000;
const LOOKS_EVERY_MS = 50;
/** UTF-16 units of a proposal that a screen reader says. */
const SAID_CHARACTERS = 200;
/** In the place of what is still asked for. */
const WAITING = "…";

/** What the hint about a proposal says. */
interface HintWords {
  readonly label: string;
  readonly take: string;
  readonly drop: string;
}

/** Who is asked, and told. */
export interface GhostOptions {
  /**
   * Asks what comes at the caret; undefined: some of the text is not saved yet. The function gives up. `why` there is nothing; undefined:
   * that is said elsewhere, or needs no word.
   */
  ask(answered: (text: string | undefined, id: string, why?: string) => void): (() => void) | undefined;
  /** It stands in the text now; by the key that takes it, or by a press. */
  taken(id: string, isByKey: boolean): void;
  isAutomatic(): boolean;
  /** How it is taken and dropped; undefined: whoever sees it knows. */
  hint(): HintWords | undefined;
  /** Somebody has asked, and waits. */
  waiting(): void;
  /** Has a screen reader say what is proposed. */
  proposed(text: string): void;
  /** Somebody has asked, and this is why nothing came. */
  nothing(why: string): void;
  /** Why nothing comes of a text that is not saved. */
  unsaved(): string;
}

interface Ghost {
  readonly at: number;
  /** undefined: it is asked for */
  readonly proposed: { readonly text: string; readonly id: string } | undefined;
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
    // whoever goes elsewhere waits for nothing any more
    if (transaction.selection && !before.proposed) return undefined;
    const at = transaction.changes.mapPos(before.at, 1);
    const { main } = transaction.newSelection;
    return main.empty && main.head === at ? { ...before, at } : undefined;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (one) =>
      one
        ? Decoration.set(
            Decoration.widget({ widget: new GhostWidget(one.proposed?.text ?? WAITING), side: 1 }).range(one.at),
          )
        : Decoration.none,
    ),
    showTooltip.compute([field], (state) => hintOf(state)),
  ],
});

const given = Facet.define<GhostOptions, GhostOptions>({ combine: ([options]) => options! });

/** Beside what is proposed, for who does not know the keys, or has none. */
function hintOf(state: EditorState): Tooltip | null {
  const one = state.field(ghost, false);
  const hint = one?.proposed && state.facet(given).hint();
  if (!one || !hint) return null;
  return {
    pos: one.at,
    above: true,
    create(view) {
      const entries = [
        { name: hint.take, key: "Tab", run: () => void take(view, false) },
        { name: hint.drop, key: "Esc", run: () => void drop(view) },
      ];
      // under it where there is no room above, not on its lines
      const getCoords = (at: number) => {
        const { left, right, top, bottom } = view.coordsAtPos(at) ?? view.dom.getBoundingClientRect();
        const own = view.contentDOM.querySelector(".assist-ghost")?.getBoundingClientRect();
        return { left, right, top, bottom: Math.max(bottom, own?.bottom ?? bottom) };
      };
      return { ...drawnMenu(hint.label, entries), getCoords };
    },
  };
}

/** By a key: a new line is input of no kind, and has no name where Vim's keys make it one step with others. */
const typed = (one: Transaction): boolean =>
  one.docChanged &&
  (one.isUserEvent("input.type") || ["input", ""].includes(one.annotation(Transaction.userEvent) ?? "none"));

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
    if (!this.#view.contentDOM.contains(event.target as Node)) return;
    const hasDone = event.key === "Tab" ? take(this.#view, true) : event.key === "Escape" && drop(this.#view);
    if (!hasDone) return;
    event.preventDefault();
    event.stopPropagation();
  }

  update({ transactions, docChanged, selectionSet, startState, state }: ViewUpdate): void {
    const isTyped = transactions.some(typed);
    const isOwn = selectionSet || transactions.some((one) => one.docChanged && !one.annotation(Transaction.remote));
    const isDropped = startState.field(ghost) && !state.field(ghost);
    if (isDropped || (docChanged ? isOwn : selectionSet)) this.#stop();
    if (isTyped && state.facet(given).isAutomatic())
      this.#pause = setTimeout(() => this.#isAtEnd && this.ask(false), PAUSE_MS);
  }

  destroy(): void {
    this.#listening.abort();
    this.#stop();
  }

  /** `isWanted`: somebody has asked, sees that it is asked for, and is told that nothing came. */
  ask(isWanted: boolean): void {
    this.#stop();
    const { state } = this.#view;
    if (state.readOnly || (!isWanted && (!state.selection.main.empty || completionStatus(state) === "active"))) return;
    const options = state.facet(given);
    if (isWanted) this.#begin(options);
    let ends = false;
    let stop: (() => void) | undefined;
    const until = performance.now() + SAVED_WITHIN_MS;
    const ask = (): void => {
      if (ends) return;
      stop = options.ask((text = "", id, why) => {
        if (ends) return;
        if (text.trim() !== "") this.#show(text, id);
        else this.#end(isWanted ? why : undefined);
      });
      if (!stop && performance.now() < until) setTimeout(ask, LOOKS_EVERY_MS);
      else if (!stop) this.#end(isWanted ? options.unsaved() : undefined);
    };
    this.#giveUp = () => {
      ends = true;
      stop?.();
    };
    ask();
  }

  /** At the caret alone, and one thing is proposed at a time: the menu of words goes. */
  #begin(options: GhostOptions): void {
    closeCompletion(this.#view);
    const { head } = this.#view.state.selection.main;
    this.#view.dispatch({ selection: { anchor: head }, effects: shown.of({ at: head, proposed: undefined }) });
    options.waiting();
  }

  #show(text: string, id: string): void {
    this.#giveUp = () => {};
    const { state } = this.#view;
    this.#view.dispatch({ effects: shown.of({ at: state.selection.main.head, proposed: { text, id } }) });
    state.facet(given).proposed(text.slice(0, SAID_CHARACTERS));
  }

  /** Nothing comes; `why` is told, undefined: nothing is. */
  #end(why: string | undefined): void {
    this.#giveUp = () => {};
    if (this.#view.state.field(ghost)) this.#view.dispatch({ effects: shown.of(undefined) });
    if (why !== undefined) this.#view.state.facet(given).nothing(why);
  }

  /** Nothing but a closing bracket stands behind the caret in its line, which may be a new one. */
  get #isAtEnd(): boolean {
    const { doc, selection } = this.#view.state;
    const line = doc.lineAt(selection.main.head);
    return /^[)\]}"'`;,\s]*$/.test(line.text.slice(selection.main.head - line.from));
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

function take(view: EditorView, isByKey: boolean): boolean {
  const { at = 0, proposed } = view.state.field(ghost, false) ?? {};
  if (!proposed) return false;
  const { text, id } = proposed;
  view.dispatch({
    changes: { from: at, insert: text },
    selection: { anchor: at + text.length },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
  view.state.facet(given).taken(id, isByKey);
  return true;
}

function drop(view: EditorView): boolean {
  if (!view.state.field(ghost, false)) return false;
  view.dispatch({ effects: shown.of(undefined) });
  return true;
}

export const ghostText = (options: GhostOptions): Extension => [given.of(options), ghost, asker];
