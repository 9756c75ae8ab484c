// Whether this person's code is gone on with by itself where they pause; this browser remembers it. Knows no editor.
import { signal } from "@preact/signals";

const STORED = "companion:assist:automatic";

function read(): boolean {
  try {
    return localStorage.getItem(STORED) === "on";
  } catch {
    return false;
  }
}

export const automatic = signal(read());

export function setAutomatic(isOn: boolean): void {
  automatic.value = isOn;
  try {
    if (isOn) localStorage.setItem(STORED, "on");
    else localStorage.removeItem(STORED);
  } catch {
    // it holds until the page is closed
  }
}
