// Over the code of a room that is over: what has become of it, large, what can be done, and the way to keep the text. Knows no connection.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Link } from "../../parts/link.tsx";
import { show } from "../../parts/notices.tsx";
import { type OverStep, overWords } from "../connection/overWords.ts";
import type { RoomModel } from "../roomModel.ts";
import { saveText } from "../../parts/saveFile.ts";
import { editsKept } from "../connection/statusWords.ts";
import { words } from "../../words.around.ts";

export function RoomOver({ model }: { readonly model: RoomModel }) {
  const status = model.status.value;
  const place = useRef<HTMLElement>(null);
  useFocus(model, place);
  if (status.state !== "ended") return null;
  const { title, text, step } = overWords(status.code, status.message);
  const shown = model.files.shown.value;
  const others = model.files.here.value.filter((file) => file !== shown);
  const save = (file: number): void => saveText(model.nameOf(file), model.files.textOf(file)?.toString() ?? "");
  const act = <Step step={step} model={model} />;
  // what leads away takes the last copy of the text with it
  const isLast = step === "create";
  return (
    <section ref={place} class="room-over" role="alert" tabIndex={-1} aria-label={title}>
      <h2>{title}</h2>
      <p>
        {text}
        {status.pending > 0 && ` ${editsKept(status.pending, model.isStorageFailing.value)}.`}
      </p>
      <p class="actions">
        {!isLast && act}
        {model.files.editor.value !== undefined && (
          <Button onClick={() => save(shown)}>{words.value.over.saveText}</Button>
        )}
        {isLast && act}
      </p>
      {others.length > 0 && (
        <details>
          <summary>{words.value.over.saveOthers(others.length)}</summary>
          <p class="actions">
            {others.map((file) => (
              <Button key={file} onClick={() => save(file)}>
                {words.value.over.saveFile(model.nameOf(file))}
              </Button>
            ))}
          </p>
        </details>
      )}
    </section>
  );
}

function Step({ step, model }: { readonly step: OverStep; readonly model: RoomModel }) {
  switch (step) {
    case "look":
      return <Button onClick={() => lookAgain(model)}>{words.value.over.lookAgain}</Button>;
    case "join":
      return <Button onClick={() => model.joinAgain()}>{words.value.over.joinAgain}</Button>;
    case "reload":
      return <Button onClick={() => location.reload()}>{words.value.over.reload}</Button>;
    case "keep":
      return <Button onClick={() => location.reload()}>{words.value.over.keep}</Button>;
    case "create":
      return (
        <Link to="" class="button">
          {words.value.over.toStart}
        </Link>
      );
  }
}

function lookAgain(model: RoomModel): void {
  show(words.value.over.looking);
  model.retryNow();
}

function Button({ onClick, children }: { readonly onClick: () => void; readonly children: ComponentChildren }) {
  return (
    <button type="button" class="button" onClick={onClick}>
      {children}
    </button>
  );
}

/** What had the focus may have gone with the room; and this goes when the room is back. */
function useFocus(model: RoomModel, place: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { current } = place;
    if (document.activeElement === document.body) current?.focus();
    return () => {
      if (current?.contains(document.activeElement) === true) model.files.editor.peek()?.focus();
    };
  }, [model, place]);
}
