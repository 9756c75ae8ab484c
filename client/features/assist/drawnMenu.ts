// A few buttons beside the code, which leave the focus in it. Knows no editor.

export interface MenuEntry {
  readonly name: string;
  /** as it stands on a keyboard: the key that does the same there */
  readonly key?: string;
  run(): void;
}

/** `chosen`: one of them was pressed, which runs then. */
export function drawnMenu(label: string, entries: readonly MenuEntry[], chosen = (): void => {}): HTMLElement {
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
      chosen();
      run();
    });
    dom.append(button);
  }
  return dom;
}

function keyCap(key: string): HTMLElement {
  const cap = document.createElement("kbd");
  cap.className = "key-cap";
  cap.textContent = key;
  return cap;
}
