// Edits at the head that the history works out, against a real editor: counted, kept, worked out anew, taken back.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, EditorState, type Transaction, type TransactionSpec } from "@codemirror/state";
import { history as undoHistory, undo } from "@codemirror/commands";
import type { ChangeJSON } from "#protocol/changes.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync, receive, unconfirmedChanges } from "../../sync/fileSync.ts";
import { editAtHead, NotTaken, TooBusy } from "./headEdit.ts";

const LIMITS = { ...DEFAULT_LIMITS, pushCharacters: 4 };

/** An editor with the text of a version of a file, and what others write there. */
class Editor {
  state: EditorState;

  constructor(text: string, version: number, isReadOnly = false) {
    const extensions = [fileSync(version, () => LIMITS), undoHistory(), EditorState.readOnly.of(isReadOnly)];
    this.state = EditorState.create({ doc: text, extensions });
  }

  dispatch(spec: TransactionSpec): void {
    this.take(this.state.update(spec));
  }

  take(...transactions: readonly Transaction[]): void {
    this.state = transactions.at(-1)?.state ?? this.state;
  }

  /** Another client's update comes. */
  others(change: ChangeJSON): void {
    this.take(...receive(this.state, [{ client: 9, change: ChangeSet.fromJSON(change) }], 1));
  }

  get text(): string {
    return this.state.doc.toString();
  }
}

/** The file's history is read up to `read`, and further when it is read on. */
const historyOf = (read: number, further = read, counted = 0) => {
  let version = read;
  return {
    file: 5,
    version: { peek: () => version },
    read: async () => void (version = further),
    countOf: () => counted,
  };
};

describe("an edit that the history works out", () => {
  it("[V406] is made at the head, and told by its updates, however many those are", async () => {
    const editor = new Editor("abc", 7);
    const made = await editAtHead(editor, historyOf(7, 7, 2), 1, async () => [[3, "0123", "5678"]]);
    expect(editor.text).toBe("0123\n5678");
    expect(made).toEqual({
      file: 5,
      base: 7,
      client: 1,
      firstSeq: 3,
      lastSeq: 2 + unconfirmedChanges(editor.state).length,
    });
    expect(unconfirmedChanges(editor.state).length).toBeGreaterThan(1);
  });

  it("[V406] keeps what is typed here and not confirmed, and counts it", async () => {
    const editor = new Editor("abc", 7);
    editor.dispatch({ changes: { from: 3, insert: "!" } });
    const made = await editAtHead(editor, historyOf(7, 7, 2), 1, async () => [[1, "X"], 2]);
    expect(editor.text).toBe("Xbc!");
    expect(made).toMatchObject({ base: 7, firstSeq: 4, lastSeq: 4 });
  });

  it("[V406] is worked out anew when the text is another by then, or the history behind", async () => {
    const editor = new Editor("abc", 7);
    const asked: number[] = [];
    const made = await editAtHead(editor, historyOf(6, 8), 1, async (base) => {
      asked.push(base);
      if (base === 7) {
        editor.others([3, [0, "d"]]);
        return [[3, "old"]];
      }
      return [[4, "new"]];
    });
    expect(asked).toEqual([7, 8]);
    expect(editor.text).toBe("new");
    expect(made).toMatchObject({ base: 8 });
  });

  it("[V406] [V405] is taken back by one undo", async () => {
    const editor = new Editor("abc", 7);
    editor.dispatch({ changes: { from: 3, insert: "d" }, userEvent: "input" });
    await editAtHead(editor, historyOf(7), 1, async () => [[3, "0123", "5678"]]);
    undo({ state: editor.state, dispatch: (transaction) => editor.take(transaction) });
    expect(editor.text).toBe("abcd");
  });

  it("[V406] is none where nothing is to be changed, where nobody may write, and where others write on and on", async () => {
    const editor = new Editor("abc", 7);
    expect(await editAtHead(editor, historyOf(7), 1, async () => [])).toBeUndefined();
    const read = new Editor("abc", 7, true);
    await expect(editAtHead(read, historyOf(7), 1, async () => [[3]])).rejects.toThrow(NotTaken);
    await expect(editAtHead(editor, historyOf(7), 1, async () => undefined)).rejects.toThrow(TooBusy);
    expect(editor.text).toBe("abc");
  });
});
