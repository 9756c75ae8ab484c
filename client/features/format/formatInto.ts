// Formats what an editor shows, changing no more than differs. Loaded when it is asked for first; knows no room.
import { isolateHistory } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Language } from "#protocol/languages.ts";
import { browserClock } from "../../browser.ts";
import { changesBetween } from "../../editor/changesBetween.ts";
import { indentIn } from "../../editor/indentIn.ts";
import { NoAnswer, TimedThread } from "../../editor/timedThread.ts";
import type { Answer, Asked } from "./asked.ts";
import { FORMATTED } from "./languages.ts";
import { formattedByProgram, GaveUp } from "./programFrame.ts";
import { words } from "./words.ts";

/** UTF-16 units of a file. */
const MOST_CHARACTERS = 500_000;
/** With what is to be loaded for it. */
const WITHIN_MS = 20_000;

const thread = new TimedThread<Asked, Answer>({
  clock: browserClock,
  withinMs: WITHIN_MS,
  start: () => new Worker(new URL("./formatWorker.ts", import.meta.url), { type: "module" }),
});

/** Two that were asked of the same text would both be done to it. */
const underWay = new WeakSet<EditorView>();

/** Formats the text, or what is selected of it; resolves with what came of it, in a sentence. */
export async function formatInto(view: EditorView, language: Language, isPart: boolean): Promise<string> {
  const said = words.peek();
  if (underWay.has(view)) return said.underWay;
  const formatted = FORMATTED[language];
  if (!formatted) return said.cannot(language, Object.keys(FORMATTED));
  if (isPart && !formatted.byPart) return said.notByPart(language);
  const { doc, selection } = view.state;
  const { from, to, empty } = selection.main;
  if (isPart && empty) return said.nothingSelected;
  if (doc.length > MOST_CHARACTERS) return said.tooLong;
  const indent = indentIn(doc) ?? view.state.facet(indentUnit);
  const asked: Asked = { text: doc.toString(), language, indent, ...(isPart && { part: { from, to } }) };
  underWay.add(view);
  try {
    const answer = await ("program" in formatted ? formattedByProgram(formatted.program, asked) : thread.ask(asked));
    if ("notLoaded" in answer) return said.notLoaded;
    if ("problem" in answer) return said.problem(answer.line, answer.problem);
    return put(view, doc, Text.of(answer.text.split("\n"))) ? said.done : said.isSo;
  } catch (error) {
    if (error instanceof NoAnswer) return said.tooSlow;
    if (error instanceof GaveUp) return said.gaveUp;
    throw error;
  } finally {
    underWay.delete(view);
  }
}

/** As one step of this person's undo; what was written meanwhile stays. False: it is so already. */
function put(view: EditorView, before: Text, after: Text): boolean {
  const formatting = changesBetween(before, after);
  if (formatting.empty) return false;
  const now = view.state.doc;
  view.dispatch({
    changes: now.eq(before) ? formatting : formatting.map(changesBetween(before, now)),
    userEvent: "input.format",
    annotations: isolateHistory.of("full"),
  });
  return true;
}
