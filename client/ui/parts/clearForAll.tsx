// Empties something for everybody in the room, by a button that asks first. Knows no feature.
import type { Signal } from "@preact/signals";
import { Dialog } from "./dialog.tsx";

interface ClearForAllProps {
  readonly words: Readonly<Record<"clear" | "clearTitle" | "clearText" | "clearForAll" | "keep", string>>;
  /** the question is there, which a command may bring as well */
  readonly isAsking: Signal<boolean>;
  readonly onClear: () => void;
}

export function ClearForAll({ words, isAsking, onClear }: ClearForAllProps) {
  const stopAsking = (): void => {
    isAsking.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="button quiet small"
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {words.clear}
      </button>
      {isAsking.value && (
        <Dialog title={words.clearTitle} onClose={stopAsking}>
          <p>{words.clearText}</p>
          <div class="actions">
            <button
              type="button"
              class="button primary"
              onClick={() => {
                onClear();
                stopAsking();
              }}
            >
              {words.clearForAll}
            </button>
            <button type="button" class="button" onClick={stopAsking}>
              {words.keep}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
