// Edits that the server does not take, given to the person one after the other on whatever screen: they decide what becomes of them. Knows no editor.
import { signal, useSignal } from "@preact/signals";
import type { Undeliverable } from "../sync/leftovers.ts";
import { copy } from "./copy.ts";
import { Dialog } from "./dialog.tsx";
import { saveText } from "./saveFile.ts";

export interface Refused extends Undeliverable {
  /** the same edits are given once at a time */
  readonly id: string;
  /** the path of their file */
  readonly path?: string | undefined;
  /** Has this browser forget them; absent: they are in this page alone. */
  readonly forget?: () => void;
}

const given = signal<readonly Refused[]>([]);

/** Shows them to the person as soon as those before are done with. */
export function giveBack(refused: Refused): void {
  if (given.value.every(({ id }) => id !== refused.id)) given.value = [...given.value, refused];
}

export function Refusals() {
  const [first] = given.value;
  return first ? <RefusedDialog key={first.id} refused={first} /> : null;
}

function RefusedDialog({ refused }: { readonly refused: Refused }) {
  const copied = useSignal(false);
  const { message, text, whole, forget } = refused;
  const close = (): void => {
    given.value = given.value.filter((one) => one !== refused);
  };
  // what only deletes or indents says nothing by itself
  const shown = text.trim() === "" ? (whole ?? text) : text;
  return (
    <Dialog
      title={forget ? "Edits from an earlier visit cannot be saved" : "An edit could not be kept"}
      onClose={close}
    >
      <p>{message}</p>
      {forget && <p>They stay in this browser until you have it forget them.</p>}
      {shown !== "" && (
        <div class="field">
          <label for="refused-text">
            {shown === text ? "This is what was typed." : "This is the file with them."}
            {!forget && " Copy it before you close this."}
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
              {copied.value ? "Copied" : "Copy the text"}
            </button>
            <button type="button" class="button" onClick={() => save(refused)}>
              Save as a file
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
            Forget them
          </button>
        )}
      </p>
    </Dialog>
  );
}

/** The whole file under its own name where it is known, or what was typed. */
const save = ({ path = "", whole, text }: Refused): void =>
  whole === undefined ? saveText(path, text, "edits in ") : saveText(path, whole);
