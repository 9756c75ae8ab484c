// What the operator says to everybody: a notice to all rooms, and that all of it is read-only. Knows no room.
import { useSignal } from "@preact/signals";
import type { Standing } from "../../server/dashboard/messages.ts";
import { Dialog } from "../ui/parts/dialog.tsx";
import { Field } from "../ui/parts/field.tsx";
import { show } from "../ui/parts/notices.tsx";
import { NOTICE_CHARACTERS, REASON_CHARACTERS } from "./bounds.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { FIRST_MINUTES, MinutesSelect } from "./minutesSelect.tsx";
import { moment } from "./numbers.ts";
import { sentenceOf } from "./sentenceOf.ts";
import { words } from "./words.ts";

interface StandingProps {
  readonly model: DashboardModel;
  readonly standing: Standing;
}

export function StandingForms({ model, standing }: StandingProps) {
  return (
    <section aria-labelledby="dashboard-standing">
      <h2 id="dashboard-standing">{words.value.standing}</h2>
      <div class="dashboard-pair">
        <NoticeForm model={model} standing={standing} />
        <ReadOnlyForm model={model} standing={standing} />
      </div>
    </section>
  );
}

function NoticeForm({ model, standing: { notice } }: StandingProps) {
  const text = useSignal("");
  const minutes = useSignal(FIRST_MINUTES);
  const error = useSignal("");
  const said = words.value.notice;

  const tell = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    error.value = text.value.trim() === "" ? said.needed : "";
    if (error.value !== "") return;
    try {
      await model.wish((api) => api.tellRooms({ text: text.value.trim(), minutes: minutes.value }));
      text.value = "";
      show(said.sent);
    } catch (problem) {
      error.value = sentenceOf(problem);
    }
  };
  const takeBack = (): void =>
    void model
      .wish((api) => api.tellRooms({ text: "", minutes: 0 }))
      .then(() => show(said.takenBack))
      .catch((problem: unknown) => show(sentenceOf(problem)));

  return (
    <form class="card" onSubmit={tell} noValidate>
      <h3>{said.title}</h3>
      <p class="dashboard-hint">{said.hint}</p>
      {notice && (
        <p class="dashboard-holds">
          <span>{said.shown(notice.text, moment(notice.until))}</span>
          <button type="button" class="button small" onClick={takeBack}>
            {said.takeBack}
          </button>
        </p>
      )}
      <Field label={said.text} value={text} error={error.value} autocomplete="off" maxLength={NOTICE_CHARACTERS} />
      <MinutesSelect label={said.forHowLong} value={minutes} />
      <button type="submit" class="button">
        {notice ? said.replace : said.send}
      </button>
    </form>
  );
}

function ReadOnlyForm({ model, standing: { readOnly } }: StandingProps) {
  const isAsking = useSignal(false);
  const said = words.value.readOnly;
  const end = (): void =>
    void model
      .wish((api) => api.setReadOnly({ isOn: false, reason: "" }))
      .then(() => show(said.ended))
      .catch((problem: unknown) => show(sentenceOf(problem)));
  return (
    <div class="card">
      <h3>{said.title}</h3>
      <p class="dashboard-hint">{said.hint}</p>
      {readOnly && (
        <p class="dashboard-holds">
          <span>
            {said.is(moment(readOnly.since))} {readOnly.reason}
          </span>
        </p>
      )}
      <p>
        {readOnly ? (
          <button type="button" class="button primary" onClick={end}>
            {said.end}
          </button>
        ) : (
          <button type="button" class="button" onClick={() => (isAsking.value = true)}>
            {said.begin}
          </button>
        )}
      </p>
      {isAsking.value && <ReadOnlyDialog model={model} onClose={() => (isAsking.value = false)} />}
    </div>
  );
}

function ReadOnlyDialog({ model, onClose }: { readonly model: DashboardModel; readonly onClose: () => void }) {
  const reason = useSignal("");
  const error = useSignal("");
  const said = words.value.readOnly;
  const begin = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      await model.wish((api) => api.setReadOnly({ isOn: true, reason: reason.value.trim() }));
      show(said.begun);
      onClose();
    } catch (problem) {
      error.value = sentenceOf(problem);
    }
  };
  return (
    <Dialog title={said.title} onClose={onClose}>
      <p>{said.hint}</p>
      <form class="dashboard-form" onSubmit={begin} noValidate>
        <Field
          label={said.reason}
          value={reason}
          error={error.value}
          autofocus
          autocomplete="off"
          maxLength={REASON_CHARACTERS}
        />
        <button type="submit" class="button primary">
          {said.begin}
        </button>
      </form>
    </Dialog>
  );
}
