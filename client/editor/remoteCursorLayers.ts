// Draws the cursors of others in layers over and under the text, which itself stays untouched. Knows no connection.
import { EditorSelection, type Extension, type SelectionRange } from "@codemirror/state";
import { EditorView, layer, type LayerMarker, RectangleMarker, type ViewUpdate } from "@codemirror/view";
import { personColour } from "../personColour.ts";
import { type PlacedCursor, remoteCursors } from "./remoteCursors.ts";

/** Nearer than this many pixels the pointer shows a caret's flag again. */
const HOVER_PX = 8;
/** Between the last letter of a line and a flag, and between two flags. */
const GAP_PX = 8;
/** A flag is about as wide as its name has letters, and no wider than the style sheet lets it be. */
const LETTER_PX = 7;
const EDGES_PX = 10;
const MOST_LETTERS = 16;

class CaretMarker implements LayerMarker {
  readonly #cursor: PlacedCursor;
  readonly #rect: RectangleMarker;
  /** px from the caret to where its flag begins */
  readonly #flagAt: number;

  constructor(cursor: PlacedCursor, rect: RectangleMarker, flagAt: number) {
    this.#cursor = cursor;
    this.#rect = rect;
    this.#flagAt = flagAt;
  }

  eq(other: LayerMarker): boolean {
    return (
      other instanceof CaretMarker &&
      this.#sameFlag(other) &&
      this.#rect.eq(other.#rect) &&
      this.#flagAt === other.#flagAt
    );
  }

  draw(): HTMLElement {
    const caret = document.createElement("div");
    caret.className = `remote-caret ${personColour(this.#cursor.colour)}`;
    const flag = caret.appendChild(document.createElement("span"));
    flag.className = "remote-flag";
    flag.textContent = this.#cursor.name;
    this.#place(caret);
    return caret;
  }

  // a caret that was only carried along keeps its element; one that its owner moved gets a new one, and so its flag anew
  update(caret: HTMLElement, previous: LayerMarker): boolean {
    if (!(previous instanceof CaretMarker) || !this.#sameFlag(previous)) return false;
    this.#place(caret);
    return true;
  }

  #place(caret: HTMLElement): void {
    const { style } = caret;
    const flag = caret.firstElementChild;
    if (flag instanceof HTMLElement) flag.style.left = `${this.#flagAt}px`;
    style.left = `${this.#rect.left}px`;
    style.top = `${this.#rect.top}px`;
    style.height = `${this.#rect.height}px`;
  }

  #sameFlag(other: CaretMarker): boolean {
    const [a, b] = [this.#cursor, other.#cursor];
    return a.client === b.client && a.moves === b.moves && a.name === b.name && a.colour === b.colour;
  }
}

/** Names stand behind the last letter of their line, one after the other, and where that is out of sight at the right edge. */
function carets(view: EditorView): LayerMarker[] {
  const markers: LayerMarker[] = [];
  const right = view.scrollDOM.scrollLeft + view.scrollDOM.clientWidth;
  /** where the next flag may begin, by the top of the line */
  const free = new Map<number, number>();
  for (const cursor of view.state.field(remoteCursors).values())
    for (const [, head] of cursor.selections) {
      if (head < view.viewport.from || head > view.viewport.to) continue;
      const range = EditorSelection.cursor(Math.min(head, view.state.doc.length));
      for (const rect of RectangleMarker.forRange(view, "", range)) {
        const row = Math.round(rect.top);
        const width = LETTER_PX * Math.min(cursor.name.length, MOST_LETTERS) + EDGES_PX;
        const wanted = free.get(row) ?? endOfRow(view, range) + GAP_PX;
        const at = Math.max(rect.left, Math.min(wanted, right - width));
        free.set(row, at + width + GAP_PX);
        markers.push(new CaretMarker(cursor, rect, at - rect.left));
      }
    }
  return markers;
}

/** px from the left of the layer */
function endOfRow(view: EditorView, range: SelectionRange): number {
  const end = view.moveToLineBoundary(range, true);
  return RectangleMarker.forRange(view, "", EditorSelection.cursor(end.head, -1))[0]?.left ?? 0;
}

function selectedStretches(view: EditorView): RectangleMarker[] {
  const markers: RectangleMarker[] = [];
  for (const { selections, colour } of view.state.field(remoteCursors).values())
    for (const [anchor, head] of selections) {
      if (anchor === head) continue;
      const range = EditorSelection.range(anchor, head);
      markers.push(...RectangleMarker.forRange(view, `remote-selection ${personColour(colour)}`, range));
    }
  return markers;
}

const redraw = (update: ViewUpdate): boolean =>
  update.docChanged ||
  update.viewportChanged ||
  update.startState.field(remoteCursors) !== update.state.field(remoteCursors);

const flagsUnderPointer = EditorView.domEventObservers({
  mousemove(event, view) {
    for (const caret of view.scrollDOM.querySelectorAll(".remote-caret")) {
      const { left, top, bottom } = caret.getBoundingClientRect();
      const near = Math.abs(event.clientX - left) < HOVER_PX && event.clientY >= top && event.clientY <= bottom;
      caret.classList.toggle("remote-caret-hovered", near);
    }
  },
});

/** All that shows the cursors of others. */
export const showRemoteCursors: Extension = [
  layer({ above: true, class: "remote-carets", markers: carets, update: redraw }),
  layer({ above: false, class: "remote-selections", markers: selectedStretches, update: redraw }),
  flagsUnderPointer,
];
