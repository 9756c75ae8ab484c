// Edits that the server does not take, given to the person one after the other on whatever screen: they decide what becomes of them. Knows no editor.
import { useSignal } from "@preact/signals";
import { copy } from "../../parts/copy.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { given, type RefusedEdits } from "./givenBack.ts";
import { saveText } from "../../parts/saveFile.ts";
import { words } from "../../words.around.ts";

export function Refusals() {
  const [first] = given.value;
  return first ? <RefusedDialog key={first.id} refused={first} /> : null;
}

function RefusedDialog({ refused }: { readonly refused: RefusedEdits }) {
  const copied = useSignal(false);
  const { message, text, whole, forget } = refused;
  const close = (): void => {
    given.value = given.value.filter((one) => one !== refused);
  };
  // what only deletes or indents says nothing by itself
  const shown = text.trim() === "" ? (whole ?? text) : text;
  return (
    <Dialog title={forget ? words.value.refused.leftTitle : words.value.refused.title} onClose={close}>
      <p>{message}</p>
      {forget && <p>{words.value.refused.stayHere}</p>}
      {shown !== "" && (
        <div class="field">
          <label for="refused-text">
            {shown === text ? words.value.refused.typed : words.value.refused.whole}
            {!forget && ` ${words.value.refused.copyFirst}`}
          </label>
          <textarea id="refused-text" readOnly rows={8} value={shown} />
        </div>
      )}
      <p class="actions">
        {shown !== "" && (
          <>
            <button
              type="button"
              class="button primary"
              onClick={async () => {
                copied.value = await copy(shown);
              }}
            >
              {copied.value ? words.value.copied : words.value.refused.copy}
            </button>
            <button type="button" class="button" onClick={() => save(refused)}>
              {words.value.refused.save}
            </button>
          </>
        )}
        {forget && (
          <button
            type="button"
            class="button danger"
            onClick={() => {
              forget();
              close();
            }}
          >
            {words.value.refused.forget}
          </button>
        )}
      </p>
    </Dialog>
  );
}

/** The whole file under its own name where it is known, or what was typed. */
const save = ({ path = "", whole, text }: RefusedEdits): void =>
  whole === undefined ? saveText(path, text, words.value.refused.editsIn) : saveText(path, whole);
