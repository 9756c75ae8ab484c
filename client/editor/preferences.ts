// How this person likes the code: chosen from lists, kept in this browser, heeded by all its windows. Knows no editor and no dialog.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { browserStorage, onStored, parsed, recordOf } from "../stored.ts";

/** What there is to choose from. */
export const CHOICES = {
  keymap: ["default", "vim", "emacs", "vscode"],
  colours: ["page", "light", "dark", "contrast", "sand", "meadow", "fjord", "plum"],
  font: [
    "system",
    "Cascadia Code",
    "Consolas",
    "Courier New",
    "DejaVu Sans Mono",
    "Fira Code",
    "JetBrains Mono",
    "Menlo",
  ],
  /** px where nobody has changed the size of letters; the window's own knows how a finger is used */
  fontSize: ["window", 11, 12, 13, 14, 15, 16, 18, 20, 24, 28],
  /** of a line, in sizes of its letters */
  lineHeight: [1.3, 1.5, 1.65, 1.8, 2],
  ligatures: [true, false],
  /** columns */
  tabWidth: [2, 3, 4, 8],
  /** one step: as the text has it, a tab, or so many blanks */
  indent: ["text", "tab", 2, 4, 8],
  /** narrow windows wrap by themselves */
  wrap: ["window", "always", "never"],
  /** columns before it */
  ruler: ["none", 72, 80, 100, 120],
  whitespace: [false, true],
  completion: [true, false],
  /** what others change is said to a screen reader */
  announcing: [false, true],
} as const;

type Name = keyof typeof CHOICES;
export type Preferences = { readonly [Each in Name]: (typeof CHOICES)[Each][number] };

export const DEFAULTS: Preferences = {
  keymap: "default",
  colours: "page",
  font: "system",
  fontSize: "window",
  lineHeight: 1.65,
  ligatures: true,
  tabWidth: 4,
  indent: "text",
  wrap: "window",
  ruler: "none",
  whitespace: false,
  completion: true,
  announcing: false,
};

const STORED = "companion:editor";
/** longer is nothing that this page has written */
const STORED_CHARACTERS = 2_000;

const NAMES = Object.keys(CHOICES) as Name[];

/** What a browser remembered, one by one: what is no choice any more, or never was one, is as if nobody had chosen. */
export function readPreferences(stored: string | undefined): Preferences {
  if (!stored || stored.length > STORED_CHARACTERS) return DEFAULTS;
  const all = recordOf(parsed(stored));
  const isChoice = (name: Name): boolean =>
    Object.hasOwn(all, name) && (CHOICES[name] as readonly unknown[]).includes(all[name]);
  return { ...DEFAULTS, ...Object.fromEntries(NAMES.filter(isChoice).map((name) => [name, all[name]])) };
}

/** what is stored, as far as this window knows */
let known = browserStorage.read(STORED);
const chosen = signal(readPreferences(known));

export const preferences: ReadonlySignal<Preferences> = chosen;

/** Chooses, and remembers it; where nothing is kept, it holds until the page is closed. What another window has chosen a moment ago stays. @public */
export function prefer(change: Partial<Preferences>): void {
  const stored = browserStorage.read(STORED);
  chosen.value = { ...(stored === known ? chosen.peek() : readPreferences(stored)), ...change };
  known = stored;
  const own = NAMES.filter((name) => chosen.peek()[name] !== DEFAULTS[name]);
  const next = JSON.stringify(Object.fromEntries(own.map((name) => [name, chosen.peek()[name]])));
  if (browserStorage.write(STORED, next)) known = next;
}

/** Gives the page the looks that are chosen, here or in another window, until the returned function is called. */
export function wearPreferences(): () => void {
  const listening = new AbortController();
  const changed = (stored: string | undefined): void => {
    known = stored;
    chosen.value = readPreferences(stored);
  };
  onStored(STORED, changed, listening.signal);
  const end = effect(() => {
    const { colours, font, fontSize, lineHeight, ligatures, ruler } = chosen.value;
    const { dataset, style } = document.documentElement;
    dataset["code"] = colours;
    const looks = {
      "--code-font": font === "system" ? "" : `"${font}", var(--mono)`,
      "--code-size": fontSize === "window" ? "" : `${fontSize / 16}rem`,
      "--code-line": String(lineHeight),
      "--code-ligatures": ligatures ? "" : "none",
      "--code-ruler": ruler === "none" ? "" : `${ruler}ch`,
    };
    // an empty one is none
    for (const [name, value] of Object.entries(looks)) style.setProperty(name, value);
  });
  return () => {
    listening.abort();
    end();
  };
}
