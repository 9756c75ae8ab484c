// A few buttons beside the code, which leave the focus in it, and a line on what they do. Knows no editor.
import { effect } from "@preact/signals";

export interface MenuEntry {
  readonly name: string;
  /** as it stands on a keyboard: the key that does the same there */
  readonly key?: string;
  run(): void;
}

export interface DrawnMenu {
  readonly dom: HTMLElement;
  /** It is not shown any more. */
  destroy(): void;
}

interface MenuAround {
  /** One of them was pressed, which runs then. */
  chosen?(): void;
  /** What any of them does, below them; read anew when a signal changes that it reads. */
  note?(): string;
}

export function drawnMenu(label: string, entries: readonly MenuEntry[], { chosen, note }: MenuAround = {}): DrawnMenu {
  const dom = document.createElement("div");
  dom.className = "assist-menu";
  dom.setAttribute("role", "group");
  dom.setAttribute("aria-label", label);
  for (const { name, key, run } of entries) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.textContent = name;
    if (key !== undefined) button.append(" ", keyCap(key));
    // what is selected stays so
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      chosen?.();
      run();
    });
    dom.append(button);
  }
  return { dom, destroy: note ? writeNote(dom, note) : () => {} };
}

function writeNote(dom: HTMLElement, note: () => string): () => void {
  const line = document.createElement("p");
  line.className = "assist-note";
  dom.append(line);
  return effect(() => {
    line.textContent = note();
  });
}

function keyCap(key: string): HTMLElement {
  const cap = document.createElement("kbd");
  cap.className = "key-cap";
  cap.textContent = key;
  return cap;
}
