// What running in the browser says beside its outcomes, in English.
import { wordsOf } from "../../../words.ts";
import type { Problem } from "./messages.ts";

const english = {
  preview: "Preview",
  notLoaded: "What runs this language could not be loaded. Try again when the connection is back.",
  notStarted: "What runs this language did not start in this browser. Try again, or use another browser.",
  frozen:
    "The page in the preview does not answer any more: look for a loop that never ends, or for one that takes more and more memory.",
  died: "The program took more memory than this browser gives, and was ended by it.",
  problem: (problem: Problem): string => {
    if (problem.kind === "cycle")
      return `These files import each other in a circle: ${problem.paths.join(" → ")}. Move what they share into a file of its own.`;
    if (problem.kind === "needsPage")
      return problem.page === undefined
        ? "There is no page here: “document” and “window” are there in a page that names this script."
        : `There is no page here. Run ${problem.page}, which names this script.`;
    const at = `${problem.path}:${problem.line}: `;
    switch (problem.kind) {
      case "syntax":
        return `${at}${problem.reason}`;
      case "namespace":
        return `${at}A namespace cannot be run in the browser. Use a module, which is a file of its own, instead.`;
      case "decorator":
        return `${at}Decorators cannot be run in the browser.`;
      case "importEquals":
        return `${at}“import … = …” cannot be run in the browser. Write “import … from …” instead.`;
      case "makesFiles":
        return `${at}There are no files here but those of the room: the database is in memory, and ends with the run.`;
      case "command":
        return `${at}“${problem.specifier}” is not known here. Only “.read” is, followed by a file of this room.`;
      case "noFile":
        return `${at}There is no file “${problem.specifier}” in this room.`;
      case "package":
        return `${at}“${problem.specifier}” is a package. Only files of this room can be imported here, by a path such as “./${problem.specifier}”.`;
      case "elsewhere":
        return `${at}“${problem.specifier}” is not in this room, and a program has no network here.`;
    }
  },
};

export type BrowserRunWords = typeof english;
export const words = wordsOf("run/browser", english);
