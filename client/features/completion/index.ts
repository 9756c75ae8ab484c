// What may be meant by the first letters of a word, beside what a language's own package offers. It is loaded with the first of them.
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { suggestersCame } from "../../editor/lateWords.ts";
import { languageOf } from "../../editor/fileNames.ts";
import type { PageFeature } from "../../ui/feature.ts";

let loaded: typeof import("./completed.ts") | undefined;

/** Without a connection nothing more is offered. */
async function load(): Promise<void> {
  loaded = await import("./completed.ts").catch(() => undefined);
}

export const completion: PageFeature = {
  name: "completion",
  open(room) {
    const languageOfFile = (file: number) => {
      const { files = [], programmingLanguage = "Plain Text" } = room.room.peek() ?? {};
      return languageOf(files.find((one) => one.file === file)?.name ?? "", programmingLanguage);
    };
    const others = (file: number) =>
      room.tabs.all.peek().flatMap((one) => (one === file ? [] : (room.text(one) ?? [])));
    const complete =
      (file: number) =>
      (context: CompletionContext): CompletionResult | null | Promise<CompletionResult | null> => {
        const answer = (): CompletionResult | null =>
          loaded?.completed(context, languageOfFile(file), others(file)) ?? null;
        if (loaded) return answer();
        if (context.explicit) return load().then(answer);
        // CodeMirror does not ask for the letters that are typed while it waits for an answer
        void load().then(() => context.view?.dispatch({ effects: suggestersCame.of(null) }));
        return null;
      };
    return {
      editor(file) {
        // the same one each time: an editor knows by it what it has asked already
        const data = [{ autocomplete: complete(file) }];
        return EditorState.languageData.of(() => data);
      },
    };
  },
};
