// Draws the cursors of others in layers over and under the text, which itself stays untouched. Knows no connection.
import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView, layer, type LayerMarker, RectangleMarker, type ViewUpdate } from "@codemirror/view";
import { personColour } from "../personColour.ts";
import { type PlacedCursor, remoteCursors } from "./remoteCursors.ts";

/** Nearer than this many pixels the pointer shows a caret's flag again. */
const HOVER_PX = 8;
/** A flag that begins nearer than this many pixels to the right edge points to the left. */
const FLAG_ROOM_PX = 120;

class CaretMarker implements LayerMarker {
  readonly #cursor: PlacedCursor;
  readonly #rect: RectangleMarker;
  readonly #flip: string;

  constructor(cursor: PlacedCursor, rect: RectangleMarker, flip: string) {
    this.#cursor = cursor;
    this.#rect = rect;
    this.#flip = flip;
  }

  eq(other: LayerMarker): boolean {
    return other instanceof CaretMarker && this.#sameFlag(other) && this.#rect.eq(other.#rect);
  }

  draw(): HTMLElement {
    const caret = document.createElement("div");
    caret.className = `remote-caret ${personColour(this.#cursor.colour)}${this.#flip}`;
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

  #place({ style }: HTMLElement): void {
    style.left = `${this.#rect.left}px`;
    style.top = `${this.#rect.top}px`;
    style.height = `${this.#rect.height}px`;
  }

  #sameFlag(other: CaretMarker): boolean {
    const [a, b] = [this.#cursor, other.#cursor];
    return (
      a.client === b.client &&
      a.moves === b.moves &&
      a.name === b.name &&
      a.colour === b.colour &&
      this.#flip === other.#flip
    );
  }
}

function carets(view: EditorView): LayerMarker[] {
  const markers: LayerMarker[] = [];
  const right = view.scrollDOM.scrollLeft + view.scrollDOM.clientWidth - FLAG_ROOM_PX;
  for (const cursor of view.state.field(remoteCursors).values())
    for (const [, head] of cursor.selections) {
      if (head < view.viewport.from || head > view.viewport.to) continue;
      const range = EditorSelection.cursor(Math.min(head, view.state.doc.length));
      for (const rect of RectangleMarker.forRange(view, "", range)) {
        const below = rect.top < rect.height ? " remote-flag-below" : "";
        markers.push(new CaretMarker(cursor, rect, below + (rect.left > right ? " remote-flag-left" : "")));
      }
    }
  return markers;
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

/** The cursors of others with all that shows them. */
export const showRemoteCursors: Extension = [
  remoteCursors,
  layer({ above: true, class: "remote-carets", markers: carets, update: redraw }),
  layer({ above: false, class: "remote-selections", markers: selectedStretches, update: redraw }),
  flagsUnderPointer,
];
