// The texts of a room's files, to be changed whether they are open in this window or not. Knows no query.
import { isolateHistory } from "@codemirror/commands";
import type { ChangeSet, ChangeSpec, Text } from "@codemirror/state";
import { ERRORS } from "#protocol/errors.ts";
import type { EditorsByFile } from "../../editor/editorsByFile.ts";
import { Refused } from "../../sync/document.ts";
import type { Participation } from "../../sync/participation.ts";
import { RoomTexts } from "../../ui/room/files/roomTexts.ts";
import { MOST_CHARACTERS } from "./bounds.ts";

interface EditedTextsOptions {
  readonly editors: Pick<EditorsByFile, "of">;
  /** Comes into the room once more. */
  enter(): Participation;
  /** The text of a file that is not open in this window has changed. */
  changed(file: number): void;
}

export class EditedTexts extends RoomTexts {
  readonly #editors: Pick<EditorsByFile, "of">;
  /** what must be stored before this may leave */
  readonly #writing = new Set<Promise<void>>();

  constructor({ editors, ...options }: EditedTextsOptions) {
    super({ ...options, open: (file) => editors.of(file)?.state.doc, mostCharacters: MOST_CHARACTERS });
    this.#editors = editors;
  }

  /**
   * Changes a file as this person, and resolves with what was changed once it is on its way, or stored where nobody sees it here. Undefined: the text is another
   * than `text` by now. Rejects with Refused, and the reason.
   */
  async change(file: number, text: Text, changes: ChangeSpec): Promise<ChangeSet | undefined> {
    if (this.text(file) !== text) return undefined;
    const view = this.#editors.of(file);
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
    const document = this.document(file);
    if (!document) return undefined;
    const made = document.state.changes(changes);
    document.edit(changes);
    const saved = document.saved();
    this.#writing.add(saved);
    await saved.finally(() => this.#writing.delete(saved));
    return made;
  }

  /** What is under way is stored before. */
  override async leave(): Promise<void> {
    await Promise.allSettled(this.#writing);
    await super.leave();
  }
}
