// What grammars take of CodeMirror's completion, which is a sixteenth of the first load: the same functions, but the rest comes when something is to be
// completed. vite.config.ts gives it to the grammars in the place of the whole.
import type { Completion, CompletionSource } from "@codemirror/autocomplete";

/** Undefined without a connection: nothing is offered then. */
const whole = () => import("@codemirror/autocomplete").catch(() => undefined);

export const completeFromList =
  (list: readonly (string | Completion)[]): CompletionSource =>
  async (context) =>
    (await whole())?.completeFromList(list)(context) ?? null;

export const ifNotIn =
  (nodes: readonly string[], source: CompletionSource): CompletionSource =>
  async (context) =>
    (await whole())?.ifNotIn(nodes, source)(context) ?? null;

export const snippetCompletion = (template: string, completion: Completion): Completion => ({
  ...completion,
  apply: (...place) => void whole().then((loaded) => loaded?.snippet(template)(...place)),
});
