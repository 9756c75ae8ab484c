// What has just happened, live, the newest first; and what of it is looked for. Knows no figure.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { EventKind, ServerEvent } from "../../server/dashboard/messages.ts";
import { serverNow } from "../serverClock.ts";
import type { Sought } from "./adminApi.ts";
import { SOUGHT_CHARACTERS } from "./bounds.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { EVENT_KINDS } from "./events.ts";
import { eventDetail } from "./eventWords.ts";
import { timeOf } from "./numbers.ts";
import { sentenceOf } from "./sentenceOf.ts";
import { Table } from "./table.tsx";
import { words } from "./words.ts";

const EVERYTHING: Sought = { kinds: [], room: "", what: "" };

const isEverything = ({ kinds, room, what }: Sought): boolean => kinds.length === 0 && room === "" && what === "";

export function EventsTab({ model }: { readonly model: DashboardModel }) {
  const error = useSignal("");
  const { eventList } = words.value;
  const seek = (sought: Sought): void =>
    void model
      .seek(sought)
      .then(() => (error.value = ""))
      .catch((problem: unknown) => (error.value = sentenceOf(problem)));
  useEffect(() => seek(model.sought.peek()), []);
  const events = model.events.value;
  const sought = model.sought.value;
  const missed = model.missed.value;
  return (
    <section aria-labelledby="dashboard-events">
      <h2 id="dashboard-events">{eventList.title}</h2>
      <Filter sought={sought} onSeek={seek} />
      <p class="field-error" role="alert">
        {error.value}
      </p>
      {missed > 0 && <p class="dashboard-hint">{eventList.missed(missed)}</p>}
      {events.length === 0 ? (
        <p class="dashboard-hint">{isEverything(sought) ? eventList.none : eventList.noneSought}</p>
      ) : (
        <List events={events} onRoom={(room) => seek({ ...sought, room })} />
      )}
    </section>
  );
}

function Filter({ sought, onSeek }: { readonly sought: Sought; readonly onSeek: (sought: Sought) => void }) {
  const { eventList } = words.value;
  const [roomId, whatId] = [useId(), useId()];
  const toggle = (kind: EventKind): void =>
    onSeek({
      ...sought,
      kinds: EVENT_KINDS.filter((one) => sought.kinds.includes(one) !== (one === kind)),
    });
  const text = (id: string, label: string, part: "room" | "what") => (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        maxLength={SOUGHT_CHARACTERS}
        value={sought[part]}
        onChange={({ currentTarget }) => onSeek({ ...sought, [part]: currentTarget.value.trim() })}
      />
    </div>
  );
  return (
    <form class="dashboard-filter" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend class="unseen">{eventList.filter}</legend>
        {EVENT_KINDS.map((kind) => (
          <label key={kind}>
            <input type="checkbox" checked={sought.kinds.includes(kind)} onChange={() => toggle(kind)} />
            {eventList.kinds[kind]}
          </label>
        ))}
      </fieldset>
      {text(roomId, eventList.room, "room")}
      {text(whatId, eventList.what, "what")}
      {!isEverything(sought) && (
        <button type="button" class="button" onClick={() => onSeek(EVERYTHING)}>
          {eventList.clear}
        </button>
      )}
    </form>
  );
}

function List({
  events,
  onRoom,
}: {
  readonly events: readonly ServerEvent[];
  readonly onRoom: (room: string) => void;
}) {
  const { eventList } = words.value;
  return (
    <Table
      name={eventList.title}
      columns={[
        { name: eventList.time, cell: ({ time }) => timeOf(time, serverNow()) },
        { name: eventList.kind, cell: ({ kind }) => <span class={`event ${kind}`}>{eventList.kinds[kind]}</span> },
        {
          name: eventList.detail,
          cell: eventDetail,
        },
        {
          name: eventList.room,
          cell: ({ room }) =>
            room !== undefined && (
              <button
                type="button"
                class="button small dashboard-hash"
                aria-label={eventList.only(room)}
                onClick={() => onRoom(room)}
              >
                {room}
              </button>
            ),
        },
        { name: eventList.onServer, cell: ({ node }) => node },
      ]}
      rows={events}
      keyOf={({ node, id }) => `${node} ${id}`}
    />
  );
}
