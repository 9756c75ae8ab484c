// The theme of the page: as the system has it, or one that is chosen, here or in another window. public/theme.js applies what is remembered before the first paint. Draws nothing.
import { type ReadonlySignal, signal } from "@preact/signals";
import { browserStorage, onStored } from "../stored.ts";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const STORED = "companion:theme";

const themeOf = (name: string | undefined): Theme => THEMES.find((one) => one === name) ?? "system";

const chosen = signal<Theme>(themeOf(document.documentElement.dataset["theme"]));

export const theme: ReadonlySignal<Theme> = chosen;

function wear(next: Theme): void {
  chosen.value = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
}

/** Chooses one, and remembers it; where nothing is kept, it holds until the page is closed. */
export function setTheme(next: Theme): void {
  wear(next);
  browserStorage.write(STORED, next);
}

onStored(STORED, (name) => wear(themeOf(name)));
