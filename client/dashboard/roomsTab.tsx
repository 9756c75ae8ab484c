// All rooms by their short hashes, page by page, and what may be wrong with some. Knows no address of a room.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { RoomOrder, RoomPage, RoomRow } from "../../server/dashboard/messages.ts";
import { serverNow } from "../serverClock.ts";
import { Ago } from "../ui/parts/times/timeWords.tsx";
import { AbuseTools } from "./abuseTools.tsx";
import type { DashboardModel } from "./dashboardModel.ts";
import { bytes, count, moment, NONE, timeOf } from "./numbers.ts";
import { RoomButton } from "./roomButton.tsx";
import { RoomDialog } from "./roomDialog.tsx";
import { Table } from "./table.tsx";
import { useAsked } from "./useAsked.ts";
import { words } from "./words.ts";

const ORDERS = ["people", "size", "visit", "busiest"] as const satisfies readonly RoomOrder[];
const EVERY_MS = 10_000;

export function RoomsTab({ model }: { readonly model: DashboardModel }) {
  const by = useSignal<RoomOrder>("people");
  const page = useSignal(0);
  const opened = useSignal<string | undefined>(undefined);
  const orderId = useId();
  const { roomList } = words.value;
  const rooms = useAsked(model, (api) => api.rooms(by.value, page.value), `${by.value} ${page.value}`, EVERY_MS);
  const found = rooms.answer.value;
  const row = found?.rooms.find(({ hash }) => hash === opened.value);
  const isLooking = useSignal(false);
  const lookAgain = async (): Promise<void> => {
    if (isLooking.value) return;
    isLooking.value = true;
    await rooms.again((api) => api.rooms(by.value, page.value, true));
    isLooking.value = false;
  };
  return (
    <>
      <section aria-labelledby="dashboard-rooms">
        <div class="dashboard-head">
          <h2 id="dashboard-rooms">{roomList.title}</h2>
          <div class="field dashboard-order">
            <label for={orderId}>{roomList.by}</label>
            <select
              id={orderId}
              value={by.value}
              onChange={({ currentTarget: { value } }) => {
                by.value = ORDERS.find((one) => one === value) ?? "people";
                page.value = 0;
              }}
            >
              {ORDERS.map((order) => (
                <option key={order} value={order}>
                  {roomList.orders[order]}
                </option>
              ))}
            </select>
          </div>
        </div>
        <p class="field-error" role="alert">
          {rooms.problem.value}
        </p>
        <div class="dashboard-head">
          <p class="dashboard-hint" role="status">
            {isLooking.value ? roomList.lookingNow : found && asOf(found)}
          </p>
          <button type="button" class="button small" aria-disabled={isLooking.value} onClick={() => void lookAgain()}>
            {words.value.refresh}
          </button>
        </div>
        {found && <Found found={found} onOpen={(hash) => (opened.value = hash)} />}
        {found && found.pages > 1 && <Pages found={found} onPage={(to) => (page.value = to)} />}
      </section>
      <AbuseTools model={model} onRoom={(hash) => (opened.value = hash)} />
      {opened.value !== undefined && (
        <RoomDialog
          model={model}
          hash={opened.value}
          row={row}
          onDone={() => void rooms.again()}
          onClose={() => (opened.value = undefined)}
        />
      )}
    </>
  );
}

interface FoundProps {
  readonly found: RoomPage;
  readonly onOpen: (hash: string) => void;
}

function Found({ found, onOpen }: FoundProps) {
  const { roomList } = words.value;
  if (found.total === 0) return found.lookedAt === null ? null : <p class="dashboard-hint">{roomList.none}</p>;
  return (
    <Table
      name={roomList.title}
      columns={[
        { name: roomList.room, cell: ({ hash }) => <RoomButton hash={hash} onOpen={onOpen} /> },
        { name: roomList.peopleNow, isNumber: true, cell: ({ people }) => count(people) },
        { name: roomList.everybody, isNumber: true, cell: ({ participants }) => count(participants) },
        { name: roomList.files, isNumber: true, cell: ({ files }) => count(files) },
        { name: roomList.updates, isNumber: true, cell: ({ updates }) => count(updates) },
        { name: roomList.written, isNumber: true, cell: ({ writtenBytes }) => bytes(writtenBytes) },
        { name: roomList.lastVisit, cell: lastVisit },
        { name: roomList.expires, cell: ({ expiresAt }) => expiry(expiresAt, found.now) },
      ]}
      rows={found.rooms}
      keyOf={({ hash }) => hash}
    />
  );
}

/** How old the list is; people and what is written are as they are now. */
function asOf({ lookedAt }: RoomPage): string {
  const { roomList } = words.value;
  return lookedAt === null ? roomList.looking : roomList.lookedAt(timeOf(lookedAt, serverNow()));
}

const lastVisit = ({ lastVisit: time }: RoomRow) => (time === null ? NONE : <Ago time={time} />);

function expiry(time: number | null | undefined, now: number): string {
  const { never, nextSweep } = words.value.roomList;
  if (time === null) return never;
  return time !== undefined && time <= now ? nextSweep : moment(time ?? null);
}

function Pages({ found, onPage }: { readonly found: RoomPage; readonly onPage: (page: number) => void }) {
  const { roomList } = words.value;
  const { page, pages, total } = found;
  const turn = (to: number) => () => {
    if (to >= 0 && to < pages) onPage(to);
  };
  return (
    <nav class="dashboard-pages" aria-label={roomList.pages}>
      <button type="button" class="button small" aria-disabled={page === 0} onClick={turn(page - 1)}>
        {roomList.earlier}
      </button>
      <p role="status">{roomList.page(page + 1, pages, total)}</p>
      <button type="button" class="button small" aria-disabled={page + 1 >= pages} onClick={turn(page + 1)}>
        {roomList.later}
      </button>
    </nav>
  );
}
