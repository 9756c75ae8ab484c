// Above the code: the texts that only this window still has, each to be saved, put back or let go. Knows no connection.
import type { OnlyHere, RoomModel } from "./roomModel.ts";
import { saveText } from "./saveFile.ts";

/** Always there, so that a screen reader says what comes into it. */
export function OnlyHereBars({ model }: { readonly model: RoomModel }) {
  return (
    <div class="only-here-bars" aria-live="polite">
      {model.onlyHere.value.map((own, index) => (
        <Bar key={index} model={model} own={own} />
      ))}
    </div>
  );
}

function Bar({ model, own }: { readonly model: RoomModel; readonly own: OnlyHere }) {
  const { text, base } = own;
  // a file of a feature's own has no name and is beside the code
  const name = own.name || "a text beside the code";
  const mayWrite = own.name !== "" && ["saved", "saving"].includes(model.status.value.state);
  return (
    <section class="only-here" aria-label={`The newer text of ${name}`}>
      <p>
        <strong>
          {base === undefined ? `The server has no ${name} any more` : `The server has another text of ${name} now`}, as
          after an older copy was put back.
        </strong>{" "}
        What this window had before, {linesOf(text.lines)}, may be nowhere else.
      </p>
      <p class="actions">
        <button type="button" class="button small" onClick={() => saveText(own.name, text.toString())}>
          Save it as a file
        </button>
        {base !== undefined && mayWrite && (
          <button
            type="button"
            class="button small"
            title="As an edit of yours, which you can undo. What others have written since stays, and they are told."
            onClick={() => model.putBack(own)}
          >
            Put it back into the room
          </button>
        )}
        <button type="button" class="button small" onClick={() => model.forget(own)}>
          Let it go
        </button>
      </p>
    </section>
  );
}

const linesOf = (count: number): string => (count === 1 ? "1 line" : `${count} lines`);
