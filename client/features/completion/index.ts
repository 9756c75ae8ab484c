// What may be meant by the first letters of a word, beside what a language's own package offers. It is loaded with the first of them.
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { languageOf } from "../../editor/fileNames.ts";
import type { PageFeature } from "../../ui/feature.ts";

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
      async (context: CompletionContext): Promise<CompletionResult | null> => {
        const loaded = await import("./completed.ts").catch(() => undefined);
        // without a connection nothing more is offered
        if (loaded === undefined) return null;
        return loaded.completed(context, languageOfFile(file), others(file));
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
