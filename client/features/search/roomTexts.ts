// The texts of a room's files: of those that are open in this window as they are shown, of the others over a connection of its own, as the
// same person. Knows no query.
import type { ChangeSet, ChangeSpec, Text } from "@codemirror/state";
import { isolateHistory } from "@codemirror/commands";
import { ERRORS } from "#protocol/errors.ts";
import type { EditorsByFile } from "../../editor/editorsByFile.ts";
import { type Document, Refused } from "../../sync/document.ts";
import type { Participant } from "../../sync/participant.ts";
import { MOST_CHARACTERS } from "./bounds.ts";

/** So many are opened at a time. */
const AT_ONCE = 8;

interface RoomTextsOptions {
  readonly editors: Pick<EditorsByFile, "of">;
  /** Comes into the room once more. */
  enter(): Participant;
  /** The text of a file that is not open in this window has changed. */
  changed(file: number): void;
}

export class RoomTexts {
  readonly #options: RoomTextsOptions;
  readonly #documents = new Map<number, Document>();
  #session: Participant | undefined;
  /** of what is opened here */
  #characters = 0;
  /** what must be stored before this may leave */
  readonly #writing = new Set<Promise<void>>();

  constructor(options: RoomTextsOptions) {
    this.#options = options;
  }

  /** The text of a file that is there, with all that is typed here. */
  text(file: number): Text | undefined {
    return this.#options.editors.of(file)?.state.doc ?? this.#documents.get(file)?.state.doc;
  }

  /**
   * Has the texts of these files here; calls with each that has come. Those that would be too much, or that cannot be had, are missing
   * afterwards. Rejects with Refused where the room lets nobody in.
   */
  async gather(files: readonly number[], come: () => void): Promise<void> {
    const missing = files.filter((file) => this.text(file) === undefined);
    if (missing.length === 0) return;
    if (this.#session === undefined) {
      this.#session = this.#options.enter();
      await this.#session.enter();
    }
    const session = this.#session;
    const next = async (): Promise<void> => {
      for (let file = missing.shift(); file !== undefined; file = missing.shift()) {
        if (this.#characters > MOST_CHARACTERS) return;
        await this.#open(session, file);
        come();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  async #open(session: Participant, file: number): Promise<void> {
    try {
      const document = await session.open(file).ready();
      this.#documents.set(file, document);
      this.#characters += document.length;
      document.changed(() => this.#options.changed(file));
    } catch (error) {
      // deleted for good meanwhile
      if (!(error instanceof Refused)) throw error;
    }
  }

  /**
   * Changes a file as this person, and resolves with what was changed once it is on its way, or stored where nobody sees it here. Undefined: the text is another
   * than `text` by now. Rejects with Refused, and the reason.
   */
  async change(file: number, text: Text, changes: ChangeSpec): Promise<ChangeSet | undefined> {
    if (this.text(file) !== text) return undefined;
    const view = this.#options.editors.of(file);
    if (view) {
      if (view.state.readOnly) throw new Refused(ERRORS.read_only.sentence);
      const transaction = view.state.update({
        changes,
        userEvent: "input.replace",
        annotations: isolateHistory.of("full"),
      });
      view.dispatch(transaction);
      if (transaction.changes.empty && view.state.doc === text) throw new Refused(ERRORS.document_too_large.sentence);
      return transaction.changes;
    }
    const document = this.#documents.get(file);
    if (!document) return undefined;
    const made = document.state.changes(changes);
    document.edit(changes);
    const saved = document.saved();
    this.#writing.add(saved);
    await saved.finally(() => this.#writing.delete(saved));
    return made;
  }

  /** Nobody looks any more; what is under way is stored before. */
  async leave(): Promise<void> {
    await Promise.allSettled(this.#writing);
    this.#session?.leave();
  }
}
