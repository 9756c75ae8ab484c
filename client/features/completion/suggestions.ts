// What is suggested in the files of one opening of a room. Loaded with the first letters that are typed.
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { languageOf } from "../../editor/fileNames.ts";
import { suggestersCame } from "../../editor/lateWords.ts";
import { newClientId } from "../../identity.ts";
import { isConnected } from "../../sync/status.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { completed } from "./completed.ts";
import { RoomWords } from "./roomWords.ts";

/** Windows in a room: in a larger one each that came in once more would be told to too many. */
const MOST_WINDOWS = 50;

export class Suggestions {
  readonly #room: PageRoom;
  readonly #words: RoomWords;
  /** how often words were read */
  #reads = 0;

  constructor(room: PageRoom) {
    this.#room = room;
    this.#words = new RoomWords({
      open: (file) => room.text(file),
      enter: () => room.enter(newClientId()),
      inFile: room.people.inFile,
      now: () => performance.now(),
      pause: () => new Promise((resolve) => void setTimeout(resolve)),
    });
  }

  /** What goes on from what stands before a caret. */
  at(file: number, context: CompletionContext): CompletionResult | null {
    const others = this.#others(file);
    const reads = this.#reads;
    void this.#read(others, context);
    return completed(context, {
      language: this.#languageOf(file),
      words: this.#words.of(others),
      areAll: () => reads === this.#reads,
    });
  }

  async #read(files: readonly number[], { view }: CompletionContext): Promise<void> {
    const { status, people } = this.#room;
    if (!isConnected(status.peek()) || people.clients.peek().size > MOST_WINDOWS) return;
    if (!(await this.#words.read(files))) return;
    this.#reads += 1;
    view?.dispatch({ effects: suggestersCame.of(null) });
  }

  /** The other files, those in the same language first. */
  #others(file: number): readonly number[] {
    const language = this.#languageOf(file);
    const there = (this.#room.room.peek()?.files ?? []).filter((one) => one.deleted === undefined && one.file !== file);
    const isOther = ({ file: one }: { readonly file: number }): number => Number(this.#languageOf(one) !== language);
    return there.toSorted((one, other) => isOther(one) - isOther(other)).map((one) => one.file);
  }

  #languageOf(file: number): ReturnType<typeof languageOf> {
    const { files = [], programmingLanguage = "Plain Text" } = this.#room.room.peek() ?? {};
    return languageOf(files.find((one) => one.file === file)?.name ?? "", programmingLanguage);
  }

  end(): void {
    this.#words.end();
  }
}
