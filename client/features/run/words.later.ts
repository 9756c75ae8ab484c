// What the output says once it is open, in English: loaded with its panel.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("en")} ${plural.select(many) === "one" ? one : others}`;

const english = {
  nothing: "Run shows here what comes out, for everybody.",
  older: "Show older runs",
  moreLines: (more: number, all: number) =>
    more === all
      ? `Show ${count(all, "line", "lines")} above`
      : `Show ${more.toLocaleString("en")} more of ${count(all, "line", "lines")} above`,
  goneLines: (lines: number) => `${count(lines, "line", "lines")} above ${lines === 1 ? "is" : "are"} not kept here.`,
  gone: (kB: number) => `… ${kB.toLocaleString("en")} kB of the output are not kept`,
  nothingPrinted: "It printed nothing.",
  runOf: (path: string, name: string) => `${path}, run by ${name}`,
  inBrowserOf: (name: string) => `in ${name}’s browser`,
  inMine: "in your browser",
  canBeForged: "not verified",
  canBeForgedTitle: "A browser can be made to show anything, so this proves nothing. What runs on the server does.",
  onServer: "on the server",
  phase: {
    queued: (ahead: number) => (ahead > 0 ? `Waits for ${count(ahead, "run", "runs")}` : "Starts next"),
    compiling: () => "Compiling",
    running: () => "Running",
  },
  startingRuntime: (language: string) => `Starting ${language}…`,
  loading: "Loading what runs it",
  loadingOf: (loaded: string, total: string) => `Loading what runs it: ${loaded} of ${total} MB`,
  asking: "Waits for input",
  askingFor: (name: string) => `Waits for input from ${name}`,
  apart: {
    waits: "Only you see this. The others do when the connection is back.",
    stays: "Only you see this: the others have not, or not all of it.",
  },
  without: (paths: string, more: number) =>
    `Run without a connection, and so without ${paths}${more > 0 ? ` and ${more} more` : ""}: only files with a tab can be read then.`,
  seconds: (count: string) => `${count} s`,
  memory: (megabytes: string) => `${megabytes} MB`,
  stop: "Stop",
  explain: "Why did this fail?",
  clear: "Clear",
  clearTitle: "Clear the output?",
  clearText: "What all runs have printed goes, for everybody in the room.",
  clearForAll: "Clear for everybody",
  keep: "Keep it",
  cleared: (name: string) => `${name} cleared the output.`,
  asked: (name: string, path: string) => `${name} asks to run ${path}.`,
  askOthers: "Ask the others to run it",
  input: "Input",
  send: "Send",
  endInput: "End of input",
  endInputTitle: "Says that nothing more comes, as Ctrl-D does in a terminal",
  inputBefore: "Input",
  inputBeforeHint: "This browser cannot ask while the program runs. Write here, before it runs, what it is to read.",
  preview: "Preview",
  showTitle: (path: string) => `Show ${path}?`,
  showText:
    "Show it if you trust whoever wrote its files: while you look at the page, it can learn your network address and tell it to others.",
  showPage: "Show the page",
  showNot: "Do not",
  goTo: (path: string, line: number) => `Go to ${path}, line ${line}`,
};

export type RunLaterWords = typeof english;
export const words = wordsOf("run, later", english);
