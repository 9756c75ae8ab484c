// One room by its hash: its title on a press, and what an operator can do with it, with a reason for whoever is in it. Knows no list.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { RoomRow } from "../../server/dashboard/messages.ts";
import { Dialog } from "../ui/parts/dialog.tsx";
import { Field } from "../ui/parts/field.tsx";
import { show } from "../ui/parts/notices.tsx";
import { roomLabel } from "#protocol/roomLabel.ts";
import { type Ending, ENDINGS } from "./adminApi.ts";
import { REASON_CHARACTERS } from "./bounds.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { count, moment } from "./numbers.ts";
import { sentenceOf } from "./sentenceOf.ts";
import { Tile } from "./tile.tsx";
import { words } from "./words.ts";

interface RoomDialogProps {
  readonly model: DashboardModel;
  readonly hash: string;
  /** absent: it is not on the page that is shown */
  readonly row: RoomRow | undefined;
  /** something was done with it */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function RoomDialog({ model, hash, row, onDone, onClose }: RoomDialogProps) {
  /** undefined: nothing is chosen yet */
  const how = useSignal<Ending | undefined>(undefined);
  const reason = useSignal("");
  const error = useSignal("");
  const radios = useId();
  const { roomDialog } = words.value;

  const end = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const chosen = how.value;
    if (chosen === undefined) {
      error.value = roomDialog.choose;
      return;
    }
    try {
      await model.ask((api) => api.end(chosen, hash, reason.value.trim()));
      show(roomDialog.done[chosen](hash));
      onDone();
      onClose();
    } catch (problem) {
      error.value = sentenceOf(problem);
    }
  };

  return (
    <Dialog title={roomDialog.title(hash)} onClose={onClose}>
      <Title model={model} hash={hash} />
      {row && <Facts row={row} />}
      <form class="dashboard-form" onSubmit={end} noValidate>
        <fieldset class="dashboard-endings">
          <legend>{roomDialog.legend}</legend>
          {ENDINGS.map((ending) => (
            <label key={ending}>
              <input type="radio" name={radios} checked={ending === how.value} onChange={() => (how.value = ending)} />
              <span>
                <strong>{roomDialog.endings[ending][0]}</strong> {roomDialog.endings[ending][1]}
              </span>
            </label>
          ))}
        </fieldset>
        <Field
          label={roomDialog.reason}
          value={reason}
          error={error.value}
          autocomplete="off"
          maxLength={REASON_CHARACTERS}
        />
        <p class="actions">
          <button type="button" class="button" onClick={onClose}>
            {roomDialog.cancel}
          </button>
          {how.value !== undefined && (
            <button type="submit" class="button danger">
              {roomDialog.endings[how.value][0]}
            </button>
          )}
        </p>
      </form>
    </Dialog>
  );
}

/** Nobody reads what people have called a room unless they mean to. */
function Title({ model, hash }: Pick<RoomDialogProps, "model" | "hash">) {
  const title = useSignal<string | undefined>(undefined);
  const error = useSignal("");
  const { roomDialog } = words.value;
  const ask = (): void =>
    void model
      .ask((api) => api.titleOf(hash))
      .then((told) => (title.value = told.title || roomDialog.unnamed(roomLabel(told.dateCreated))))
      .catch((problem: unknown) => (error.value = sentenceOf(problem)));
  return (
    <div role="status">
      {title.value === undefined ? (
        <button type="button" class="button small" onClick={ask}>
          {roomDialog.showName}
        </button>
      ) : (
        <p>
          {roomDialog.name}: <strong>{title.value}</strong>
        </p>
      )}
      <p class="field-error">{error.value}</p>
    </div>
  );
}

function Facts({ row }: { readonly row: RoomRow }) {
  const { roomList, roomDialog } = words.value;
  return (
    <dl class="tiles small">
      <Tile name={roomList.peopleNow} value={count(row.people)} />
      <Tile name={roomList.everybody} value={count(row.participants)} />
      {row.node !== undefined && <Tile name={roomDialog.onServer} value={row.node} />}
      <Tile name={roomList.lastVisit} value={moment(row.lastVisit)} />
    </dl>
  );
}
