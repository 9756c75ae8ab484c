// What may be meant by the first letters of a word, beside what a language's own package offers. It is loaded with the first of them.
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { suggestersCame } from "../../editor/lateWords.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import type { Suggestions } from "./suggestions.ts";

export const completion: PageFeature = {
  name: "completion",
  open(room) {
    let suggestions: Suggestions | undefined;
    /** Without a connection nothing more is offered. */
    const load = async (): Promise<void> => {
      const loaded = await import("./suggestions.ts").catch(() => undefined);
      if (loaded) suggestions ??= new loaded.Suggestions(room);
    };
    const complete =
      (file: number) =>
      (context: CompletionContext): CompletionResult | null | Promise<CompletionResult | null> => {
        const answer = (): CompletionResult | null => suggestions?.at(file, context) ?? null;
        if (suggestions) return answer();
        if (context.explicit) return load().then(answer);
        // CodeMirror does not ask for the letters that are typed while it waits for an answer
        void load().then(() => suggestions && context.view?.dispatch({ effects: suggestersCame.of(null) }));
        return null;
      };
    return {
      editor(file) {
        // the same one each time: an editor knows by it what it has asked already
        const data = [{ autocomplete: complete(file) }];
        return EditorState.languageData.of(() => data);
      },
      closed: () => suggestions?.end(),
    };
  },
};
