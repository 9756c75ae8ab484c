// The theme of the page, by one button. Knows no page.
import { ContrastIcon, DarkIcon, LightIcon, SystemIcon } from "./icons.tsx";
import { setTheme, theme, THEMES } from "../theme.ts";
import { tip } from "./tips/tip.ts";
import { words } from "../words.around.ts";

const ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon, contrast: ContrastIcon };

/** One button that goes round them. `isWorded`: it stands among others that have words. */
export function ThemeSwitch({ isWorded = false }: { readonly isWorded?: boolean }) {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[theme.value];
  const { themes } = words.value;
  const name = words.value.theme(themes[theme.value]);
  return (
    <button
      type="button"
      class={`button quiet ${isWorded ? "" : "icon-only"}`}
      aria-label={words.value.changeTheme(themes[theme.value], themes[next])}
      {...tip(isWorded ? "" : name)}
      onClick={() => setTheme(next)}
    >
      <Icon />
      {isWorded && <span>{name}</span>}
    </button>
  );
}
