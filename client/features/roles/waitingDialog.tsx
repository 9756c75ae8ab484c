// Who waits to be let in, for owners to decide. Knows no door.
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { Ago } from "../../ui/parts/times/timeWords.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

export function WaitingDialog({ model, onClose }: { readonly model: RolesModel; readonly onClose: () => void }) {
  const list = useRef<HTMLUListElement>(null);
  const waiting = model.waiting.value;
  const { waiting: say } = words.value;
  // whoever decides by the keyboard goes on with the next one
  useEffect(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused instanceof HTMLDialogElement)
      list.current?.querySelector("button")?.focus();
  }, [waiting.length]);
  return (
    <Dialog title={say.title} class="side" onClose={onClose}>
      {waiting.length === 0 && <p class="roles-note">{say.nobody}</p>}
      <ul class="roles-list" ref={list}>
        {waiting.map((one) => (
          <li key={one.waiting} class="roles-waits">
            <p>
              <strong>{one.name}</strong>
              <small>
                {say.came} <Ago time={one.since} />
              </small>
            </p>
            <button
              type="button"
              class="button primary"
              aria-label={say.letInOne(one.name)}
              onClick={() => model.decide(true, one.waiting)}
            >
              {say.letIn}
            </button>
            <button
              type="button"
              class="button"
              aria-label={say.refuseOne(one.name)}
              onClick={() => model.decide(false, one.waiting)}
            >
              {say.refuse}
            </button>
          </li>
        ))}
      </ul>
      {waiting.length > 1 && (
        <p class="actions">
          <button type="button" class="button" onClick={() => model.decide(true)}>
            {say.letAllIn(waiting.length)}
          </button>
        </p>
      )}
    </Dialog>
  );
}
