// Formatting of a file by two commands; what does it is loaded when it is asked for first.
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import { languageOf } from "../../editor/fileNames.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { KEYS } from "./keys.ts";
import { words } from "./words.ts";
import { keepsTyping } from "../../sync/status.ts";

export const format: PageFeature = {
  name: "format",
  open(room) {
    const editors = new EditorsByFile();
    const mayEdit = (): boolean => keepsTyping(room.status.value);
    const run = async (isPart: boolean): Promise<void> => {
      const file = room.tabs.shown.peek();
      const view = editors.of(file);
      const name = room.room.peek()?.files.find((one) => one.file === file)?.name ?? "";
      const language = languageOf(name, room.room.peek()?.programmingLanguage ?? "Plain Text");
      if (!view || view.state.readOnly) return;
      try {
        const { formatInto } = await import("./formatInto.ts");
        show(await formatInto(view, language, isPart));
      } catch {
        show(words.peek().notLoaded);
      }
    };
    return {
      editor: (file) => editors.extension(file),
      commands: () =>
        mayEdit()
          ? [
              { id: "format.file", name: words.value.file, key: KEYS.file, run: () => void run(false) },
              { id: "format.part", name: words.value.part, run: () => void run(true) },
            ]
          : [],
    };
  },
};
