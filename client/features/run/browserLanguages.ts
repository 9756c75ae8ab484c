// Which languages run in the browser, for whoever has yet to load what runs them. Knows no runtime.

interface BrowserLanguage {
  /** What it runs on: a runtime of its name is loaded when it is asked for first. */
  readonly runtime: "javascript" | "lua" | "preview" | "python" | "sql";
  /** Whether a program can ask for a line while it runs here; where it cannot, all of its input is given before. */
  readonly asks: boolean;
  /** Whether a program could tell others of itself and of this browser's address, which no browser prevents: to be asked before it runs. */
  readonly canTell: boolean;
}

/** Python waits for a line by JavaScript Promise Integration, which Chromium has since 137 and others have not. */
const canSuspend = "Suspending" in WebAssembly;

export const BROWSER_LANGUAGES: Readonly<Record<string, BrowserLanguage>> = {
  JavaScript: { runtime: "javascript", asks: true, canTell: false },
  TypeScript: { runtime: "javascript", asks: true, canTell: false },
  Python: { runtime: "python", asks: canSuspend, canTell: false },
  Lua: { runtime: "lua", asks: true, canTell: false },
  SQL: { runtime: "sql", asks: false, canTell: false },
  HTML: { runtime: "preview", asks: false, canTell: true },
};

/** Whether something can be typed to a program while it runs in this browser: a page is typed into by itself. */
export function takesInput(language: string): boolean {
  const { asks = false, runtime } = BROWSER_LANGUAGES[language] ?? {};
  return asks && runtime !== "preview";
}
