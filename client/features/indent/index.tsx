// How the file that is shown is indented: said in the status line, and chosen there for this file. Has no other half.
import type { Extension } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { type ReadonlySignal, signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { choicesBeside, chosenIndent, type Indent, indentChosen, indentOf, isSame } from "./indents.ts";
import { words } from "./words.ts";

interface OfIndent {
  readonly room: PageRoom;
  readonly now: ReadonlySignal<ReadonlyMap<number, Indent>>;
  readonly choose: (indent: Indent) => void;
}

function IndentSelect({ room, now, choose }: OfIndent) {
  const id = useId();
  const indent = now.value.get(room.tabs.shown.value);
  if (indent === undefined) return null;
  const say = words.value;
  if (room.status.value.state === "readOnly") return <p class="status-fact">{say.name(indent)}</p>;
  const choices = choicesBeside(indent);
  return (
    <div class="field">
      <label for={id}>{say.label}</label>
      <select
        id={id}
        value={say.name(indent)}
        onChange={({ currentTarget }) => {
          const choice = choices[currentTarget.selectedIndex];
          if (choice) choose(choice);
        }}
      >
        {choices.map((choice) => (
          <option key={say.name(choice)}>{say.name(choice)}</option>
        ))}
      </select>
    </div>
  );
}

export const indent: PageFeature = {
  name: "indent",
  open(room) {
    const editors = new EditorsByFile();
    const chosen = new Map<number, Indent>();
    const now = signal<ReadonlyMap<number, Indent>>(new Map());
    const telling = (file: number): Extension =>
      ViewPlugin.define((view) => {
        const tell = (): void => {
          const found = indentOf(view.state);
          const before = now.peek().get(file);
          if (!before || !isSame(before, found)) now.value = new Map(now.peek()).set(file, found);
        };
        // an editor may be made while the page is drawn
        queueMicrotask(tell);
        return { update: tell };
      });
    const choose = (choice: Indent): void => {
      const file = room.tabs.shown.peek();
      chosen.set(file, choice);
      editors.of(file)?.dispatch({ effects: indentChosen.of(choice) });
    };
    return {
      areas: { statusBar: () => <IndentSelect room={room} now={now} choose={choose} /> },
      editor: (file) => [chosenIndent(() => chosen.get(file)), editors.extension(file), telling(file)],
      commands: () => {
        const indented = now.value.get(room.tabs.shown.value);
        if (indented === undefined || room.status.value.state === "readOnly") return [];
        return choicesBeside(indented)
          .filter((choice) => !isSame(choice, indented))
          .map((choice) => ({
            id: `indent.${choice.by}.${choice.width}`,
            name: words.value.command(choice),
            run: () => choose(choice),
          }));
      },
    };
  },
};
