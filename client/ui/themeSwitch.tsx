// Light, dark, or as the system has it. public/theme.js applies what is remembered before the first paint.
import { signal } from "@preact/signals";
import { DarkIcon, LightIcon, SystemIcon } from "./icons.tsx";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const STORED = "companion:theme";
const ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon };

const theme = signal<Theme>(THEMES.find((one) => one === document.documentElement.dataset["theme"]) ?? "system");

function setTheme(next: Theme): void {
  theme.value = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // it holds until the page is closed
  }
}

/** One button that goes round the three. */
export function ThemeSwitch() {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[theme.value];
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label={`Theme: ${theme.value}. Change to ${next}`}
      title={`Theme: ${theme.value}`}
      onClick={() => setTheme(next)}
    >
      <Icon />
    </button>
  );
}
