// What running code says before its output is open, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const seconds = (ms = 1_000): string => {
  const count = Math.max(1, Math.ceil(ms / 1_000));
  return count === 1 ? "a second" : `${count} seconds`;
};

/** How a run has ended, where nothing more is known; by those that the server says, too, a browser's own sentence is told from them. */
export const ENGLISH_OUTCOMES = {
  ok: "The program ended.",
  compile_error: "The code does not compile. The output says why.",
  runtime_error: "The program ended with an error.",
  time_limit: "The program was stopped: it ran for longer than it may.",
  cpu_limit: "The program was stopped: it computed for longer than it may. Look for a loop that never ends.",
  memory_limit: "The program was stopped: it needs more memory than it may have.",
  output_limit: "The program was stopped: it printed more than it may.",
  process_limit: "The program was stopped: it had more processes at once than it may.",
  cancelled: "The run was stopped.",
  queue_full: "Too many runs are waiting. Try again later.",
  sandbox_absent: "This server cannot run code now.",
  source_too_large: "The files are too large to run. Delete some, or make them smaller.",
  language_unknown: "Browsers cannot run this language. Choose another language for the file.",
  load_failed: "What is needed to run this language could not be loaded. Check your connection, and run it again.",
  server_stopped: "The server was restarted, or everybody had left, before the program ended. Run it again.",
  runner_left: "The browser that ran it has gone. Run it again.",
};

const english = {
  run: "Run",
  stop: "Stop",
  starting: "Starting",
  queued: (ahead: number) => (ahead > 0 ? `Queued ${ahead}` : "Next"),
  queuedTitle: (ahead: number) =>
    ahead === 0
      ? "Stop: this run starts next"
      : `Stop: ${ahead === 1 ? "1 run starts" : `${ahead} runs start`} before this one`,
  runTitle: { browser: "Run in this browser", server: "Run on the server" },
  where: "Where to run",
  place: { browser: "In my browser", server: "On the server" },
  output: "Output",
  notLoaded: "The output could not be loaded. Try again when the connection is back.",
  runsNow: "This is now: what is there now runs, not the past that you looked at.",
  mayNot: "You cannot run code here just now.",
  onlyOnServer: (language: string) => `Browsers cannot run ${language}, and this server runs no code.`,
  serverAway: (language: string) => `${language} runs on the server, and the connection is away.`,
  serverAbsent: (language: string, why: string) => `Browsers cannot run ${language}. ${why}`,
  unknownLanguage: (language: string) => `${language} cannot be run here. Choose another language for the file.`,
  withPage: (language: string) => `${language} is seen with a page: Run shows an HTML file that links it.`,
  noPageOf: (path: string) => `${path} is seen with a page, and no HTML file here links it.`,
  runs: (name: string, path: string) => `${name} runs ${path}.`,
  showOutput: "Show",
  askOthers: "Ask the others to run this file",
  haveAsked: "The others see that you ask.",
  asksToRun: (name: string, path: string) => `${name} asks to run ${path}`,
  runIt: "Run it",
  asks: "The program waits for input.",
  clear: "Clear the output for everybody…",
  mayRun: "Who may run code",
  who: { owners: "Owners", editors: "Owners and editors", nobody: "Nobody" },
  ran: (name: string) => `${name} ran a program.`,
  over: (path: string, how: string) => `${path}: ${how}`,
  outcomes: ENGLISH_OUTCOMES,
  ended: {
    withCode: (code: number) => `The program ended with exit code ${code}.`,
    bySignal: (signal: string) => `The program was ended by ${signal}.`,
  },
  refused: {
    mayNotRun: () => "The owners of this room have not let you run code.",
    notOwner: () => "Only owners can do that.",
    unknownFile: () => "That file is not there any more.",
    notRunning: () => "That run is over.",
    tooMany: () => "Too many programs run in this room. Stop one first.",
    tooOften: (retryAfterMs?: number) => `You have done that too often. Try again in ${seconds(retryAfterMs)}.`,
    unread: () => "The program has not read what was typed before. Wait until it has, or stop it.",
    typedTooMuch: () => "No more can be typed to this program. Stop it, and run it again.",
  },
};

export type RunWords = typeof english;
export const words = wordsOf("run", english);
