// Shows in an editor whose each line is, beside it and where the pointer rests, and follows what is typed. Loaded when it is switched on first; knows no connection.
import { type EditorState, type Extension, Facet, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, gutter, GutterMarker, showTooltip, type Tooltip, ViewPlugin } from "@codemirror/view";
import type { Origin, Stamp } from "#weave/stretches.ts";
import { personColour } from "../../../personColour.ts";
import "./blame.css";
import { carriedBy } from "./followed.ts";
import { type Share, sharesOf } from "./lineAuthors.ts";
import type { Runs } from "./runs.ts";

/** A person as the gutter shows them. */
export interface Author {
  /** the same for all that is theirs alike; 0: nobody's who is known */
  readonly whose: number;
  readonly name: string;
  readonly colour: number;
}

/** What it needs to know of people and times. */
export interface BlamePeople {
  /** whose client that is */
  author(client: number): Author;
  /** Who wrote it and when, and who put it back, in a sentence. */
  sentence(origin: Origin): string;
  /** The same of a line that several have a share in. */
  sentences(shares: readonly Share[]): string;
  /** Tells the person of a line, from 1, whose it is. */
  say(line: number, shares: readonly Share[]): void;
  /** an edit that is made here now */
  own(): Stamp;
  /** from 0, now, to 3, long ago; 0 where nothing fades */
  age(time: number): number;
}

/** Over so many lines that are nobody's a name stands for what is under them. */
const BLANK_LINES = 5;

const people = Facet.define<BlamePeople, BlamePeople>({ combine: ([given]) => given! });

/** From now on this is whose the text is. */
export const blamed = StateEffect.define<Runs>();
/** Who people are, or what fades, is another. */
export const drawAnew = StateEffect.define<null>();

const runsField = StateField.define<Runs | undefined>({
  create: () => undefined,
  update(before, transaction) {
    for (const effect of transaction.effects) if (effect.is(blamed)) return effect.value;
    if (!before || !transaction.docChanged) return before;
    return carriedBy(before, transaction, transaction.state.facet(people).own());
  },
});

/** Whose the line at a place is, who wrote most of it first; undefined: it is not known yet. */
function blameOfLine(state: EditorState, place: number): readonly Share[] | undefined {
  const runs = state.field(runsField, false);
  const line = state.doc.lineAt(place);
  const whose = (client: number): number => state.facet(people).author(client).whose;
  return runs && sharesOf(runs, line.from, line.text, whose);
}

class AuthorMarker extends GutterMarker {
  readonly #author: Author;
  readonly #says: string;
  readonly #age: number;
  /** the line above is another's */
  readonly #isFirst: boolean;

  constructor(author: Author, says: string, age: number, isFirst: boolean) {
    super();
    this.#author = author;
    this.#says = says;
    this.#age = age;
    this.#isFirst = isFirst;
    this.elementClass = "blame-line";
  }

  override eq(other: GutterMarker): boolean {
    return (
      other instanceof AuthorMarker &&
      this.#says === other.#says &&
      this.#author.colour === other.#author.colour &&
      this.#age === other.#age &&
      this.#isFirst === other.#isFirst
    );
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    mark.className = `blame-author ${personColour(this.#author.colour)} blame-age-${this.#age}`;
    mark.dataset["tip"] = this.#says;
    mark.textContent = this.#isFirst ? this.#author.name : "\u200b";
    return mark;
  }
}

/** Of the next line above that is somebody's. */
function shareAbove(state: EditorState, from: number): Share | undefined {
  let at = from - 1;
  for (let lines = 0; lines < BLANK_LINES && at >= 0; lines++) {
    const [most] = blameOfLine(state, at) ?? [];
    if (most) return most;
    at = state.doc.lineAt(at).from - 1;
  }
  return undefined;
}

function markerOf(view: EditorView, from: number): GutterMarker | null {
  const { state } = view;
  const shares = blameOfLine(state, from) ?? [];
  const [most] = shares;
  if (!most) return null;
  const { author, sentences, age } = state.facet(people);
  const whose = author(most.origin.written.client);
  const above = shareAbove(state, from);
  const isFirst = !above || author(above.origin.written.client).whose !== whose.whose;
  return new AuthorMarker(whose, sentences(shares), age(most.origin.put.time), isFirst);
}

const authors = gutter({
  class: "blame-gutter",
  // a finger rests on nothing
  domEventHandlers: {
    click(view, { from }) {
      const { state } = view;
      const shares = blameOfLine(state, from);
      if (shares) state.facet(people).say(state.doc.lineAt(from).number, shares);
      return shares !== undefined;
    },
  },
  lineMarker: (view, { from }) => markerOf(view, from),
  lineMarkerChange: ({ docChanged, transactions }) =>
    docChanged || transactions.some(({ effects }) => effects.some((one) => one.is(blamed) || one.is(drawAnew))),
});

/** Whoever only passes by is not told, in ms. */
const RESTS_MS = 400;

const told = StateEffect.define<Tooltip | undefined>();

const tooltip = StateField.define<Tooltip | undefined>({
  create: () => undefined,
  update(before, { docChanged, effects }) {
    const effect = effects.find((one) => one.is(told));
    return effect ? effect.value : docChanged ? undefined : before;
  },
  provide: (field) => showTooltip.from(field, (one) => one ?? null),
});

function tooltipAt(view: EditorView, at: { readonly x: number; readonly y: number }): Tooltip | undefined {
  const place = view.posAtCoords(at);
  const { state } = view;
  const isText = place !== null && /\S/.test(state.sliceDoc(place, place + 1));
  const origin = isText ? state.field(runsField, false)?.at(place) : undefined;
  if (!origin || place === null) return undefined;
  const create = () => {
    const dom = document.createElement("div");
    dom.className = "blame-says";
    dom.textContent = state.facet(people).sentence(origin);
    return { dom };
  };
  return { pos: place, above: true, create };
}

/** Of one letter, where the gutter has the line. */
const overText = ViewPlugin.define((view) => {
  let resting: ReturnType<typeof setTimeout> | undefined;
  const listening = new AbortController();
  const hide = (): void => {
    clearTimeout(resting);
    if (view.state.field(tooltip, false)) view.dispatch({ effects: told.of(undefined) });
  };
  const rest = ({ clientX: x, clientY: y, pointerType }: PointerEvent): void => {
    hide();
    if (pointerType === "touch") return;
    resting = setTimeout(() => view.dispatch({ effects: told.of(tooltipAt(view, { x, y })) }), RESTS_MS);
  };
  const { signal } = listening;
  view.contentDOM.addEventListener("pointermove", rest, { passive: true, signal });
  view.contentDOM.addEventListener("pointerleave", hide, { passive: true, signal });
  return {
    destroy() {
      clearTimeout(resting);
      listening.abort();
    },
  };
});

export const blameGutter = (of: BlamePeople): Extension => [people.of(of), runsField, authors, tooltip, overText];
