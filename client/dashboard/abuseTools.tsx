// Who makes many rooms and writes much, by network address, and who is kept out for a while. Knows no room from the inside.
import { useSignal } from "@preact/signals";
import type { Abuse, Block } from "../../server/dashboard/messages.ts";
import { Dialog } from "../ui/parts/dialog.tsx";
import { Field } from "../ui/parts/field.tsx";
import { show } from "../ui/parts/notices.tsx";
import { GROUP_CHARACTERS, REASON_CHARACTERS } from "./bounds.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { HourBars } from "./hourBars.tsx";
import { FIRST_MINUTES, MinutesSelect } from "./minutesSelect.tsx";
import { bytes, count, moment, share } from "./numbers.ts";
import { RoomButton } from "./roomButton.tsx";
import { sentenceOf } from "./sentenceOf.ts";
import { Table } from "./table.tsx";
import { useAsked } from "./useAsked.ts";
import { words } from "./words.ts";

const EVERY_MS = 10_000;

interface AbuseProps {
  readonly model: DashboardModel;
  readonly onRoom: (hash: string) => void;
}

export function AbuseTools({ model, onRoom }: AbuseProps) {
  /** the address to be blocked; empty: it is yet to be typed */
  const blocking = useSignal<string | undefined>(undefined);
  const asked = useAsked(model, (api) => api.abuse(), "", EVERY_MS);
  const abuse = asked.answer.value;
  const said = words.value.abuse;
  const block = (group: string): void => {
    blocking.value = group;
  };
  return (
    <>
      <p class="field-error" role="alert">
        {asked.problem.value}
      </p>
      {abuse && (
        <>
          <Blocks model={model} blocks={abuse.blocks} onBlock={block} onDone={() => void asked.again()} />
          <Made abuse={abuse} onBlock={block} />
          <div class="dashboard-pair">
            <LoudRooms abuse={abuse} onRoom={onRoom} />
            <LoudAddresses abuse={abuse} onBlock={block} />
          </div>
        </>
      )}
      {blocking.value !== undefined && (
        <BlockDialog
          model={model}
          group={blocking.value}
          onDone={(group) => {
            show(said.blocked(group));
            void asked.again();
          }}
          onClose={() => (blocking.value = undefined)}
        />
      )}
    </>
  );
}

interface BlocksProps {
  readonly model: DashboardModel;
  readonly blocks: readonly Block[];
  readonly onBlock: (group: string) => void;
  readonly onDone: () => void;
}

function Blocks({ model, blocks, onBlock, onDone }: BlocksProps) {
  const said = words.value.abuse;
  const unblock = (group: string): void =>
    void model
      .wish((api) => api.block({ group, minutes: 0, reason: "" }))
      .then(() => {
        show(said.unblocked(group));
        onDone();
      })
      .catch((problem: unknown) => show(sentenceOf(problem)));
  return (
    <section aria-labelledby="dashboard-blocks">
      <div class="dashboard-head">
        <h2 id="dashboard-blocks">{said.blocks}</h2>
        <button type="button" class="button small" onClick={() => onBlock("")}>
          {said.open}
        </button>
      </div>
      {blocks.length === 0 ? (
        <p class="dashboard-hint">{said.noBlocks}</p>
      ) : (
        <Table
          name={said.blocks}
          columns={[
            { name: said.group, cell: ({ group }) => <code>{group}</code> },
            { name: said.until, cell: ({ until }) => moment(until) },
            { name: said.why, cell: ({ reason }) => reason },
            {
              name: said.whatToDo,
              cell: ({ group }) => (
                <button type="button" class="button small" onClick={() => unblock(group)}>
                  {said.unblock(group)}
                </button>
              ),
            },
          ]}
          rows={blocks}
          keyOf={({ group }) => group}
        />
      )}
    </section>
  );
}

interface GroupsProps {
  readonly abuse: Abuse;
  readonly onBlock: (group: string) => void;
}

/** An address; the operator's own cannot be blocked. */
function Group({
  group,
  isOwn,
  onBlock,
}: { readonly group: string; readonly isOwn: boolean } & Pick<GroupsProps, "onBlock">) {
  const said = words.value.abuse;
  return (
    <span class="dashboard-group">
      <code>{group}</code>
      {isOwn ? (
        <span> ({said.you})</span>
      ) : (
        <button type="button" class="button small" aria-label={said.block(group)} onClick={() => onBlock(group)}>
          {said.go}
        </button>
      )}
    </span>
  );
}

function Made({ abuse: { made, ownGroup }, onBlock }: GroupsProps) {
  const said = words.value.abuse;
  const most = Math.max(...made.groups.flatMap(({ hours }) => hours));
  return (
    <section aria-labelledby="dashboard-made">
      <h2 id="dashboard-made">{said.made}</h2>
      {made.groups.length === 0 ? (
        <p class="dashboard-hint">{said.noneMade}</p>
      ) : (
        <Table
          name={said.made}
          columns={[
            {
              name: said.group,
              cell: ({ group }) =>
                group === null ? said.others : <Group group={group} isOwn={group === ownGroup} onBlock={onBlock} />,
            },
            { name: said.hourByHour, cell: ({ hours }) => <HourBars from={made.from} hours={hours} most={most} /> },
            { name: said.lastHour, isNumber: true, cell: ({ hours }) => count(hours.at(-1) ?? 0) },
            { name: said.inAll, isNumber: true, cell: ({ hours }) => count(hours.reduce((sum, one) => sum + one, 0)) },
          ]}
          rows={made.groups}
          keyOf={({ group }) => group ?? ""}
        />
      )}
    </section>
  );
}

/** What has written how much. */
interface Written {
  readonly writtenBytes: number;
  readonly mostBytes: number;
}

const writtenColumns = () => [
  { name: words.value.abuse.written, isNumber: true, cell: ({ writtenBytes }: Written) => bytes(writtenBytes) },
  {
    name: words.value.abuse.ofBound,
    isNumber: true,
    cell: ({ writtenBytes, mostBytes }: Written) => share(mostBytes === 0 ? null : writtenBytes / mostBytes),
  },
];

function LoudRooms({ abuse: { rooms }, onRoom }: { readonly abuse: Abuse; readonly onRoom: (hash: string) => void }) {
  const said = words.value.abuse;
  return (
    <section aria-labelledby="dashboard-loud-rooms">
      <h2 id="dashboard-loud-rooms">{said.loudRooms}</h2>
      {rooms.length === 0 ? (
        <p class="dashboard-hint">{said.quiet}</p>
      ) : (
        <Table
          name={said.loudRooms}
          columns={[
            { name: words.value.roomList.room, cell: ({ hash }) => <RoomButton hash={hash} onOpen={onRoom} /> },
            ...writtenColumns(),
          ]}
          rows={rooms}
          keyOf={({ hash }) => hash}
        />
      )}
    </section>
  );
}

function LoudAddresses({ abuse: { addresses, ownGroup }, onBlock }: GroupsProps) {
  const said = words.value.abuse;
  return (
    <section aria-labelledby="dashboard-loud-addresses">
      <h2 id="dashboard-loud-addresses">{said.loudAddresses}</h2>
      {addresses.length === 0 ? (
        <p class="dashboard-hint">{said.quiet}</p>
      ) : (
        <Table
          name={said.loudAddresses}
          columns={[
            {
              name: said.group,
              cell: ({ group }) => <Group group={group} isOwn={group === ownGroup} onBlock={onBlock} />,
            },
            ...writtenColumns(),
          ]}
          rows={addresses}
          keyOf={({ group }) => group}
        />
      )}
    </section>
  );
}

interface BlockDialogProps {
  readonly model: DashboardModel;
  readonly group: string;
  readonly onDone: (group: string) => void;
  readonly onClose: () => void;
}

function BlockDialog({ model, group: given, onDone, onClose }: BlockDialogProps) {
  const group = useSignal(given);
  const minutes = useSignal(FIRST_MINUTES);
  const reason = useSignal("");
  const error = useSignal("");
  const said = words.value.abuse;
  const block = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const wish = { group: group.value.trim(), minutes: minutes.value, reason: reason.value.trim() };
    error.value = wish.group === "" ? said.needed : "";
    if (error.value !== "") return;
    try {
      await model.wish((api) => api.block(wish));
      onDone(wish.group);
      onClose();
    } catch (problem) {
      error.value = sentenceOf(problem);
    }
  };
  return (
    <Dialog title={said.title} onClose={onClose}>
      <p>{said.hint}</p>
      <form class="dashboard-form" onSubmit={block} noValidate>
        <Field
          label={said.address}
          value={group}
          error={error.value}
          autofocus
          autocomplete="off"
          maxLength={GROUP_CHARACTERS}
        />
        <MinutesSelect label={said.forHowLong} value={minutes} />
        <Field label={said.reason} value={reason} autocomplete="off" maxLength={REASON_CHARACTERS} />
        <button type="submit" class="button danger">
          {said.go}
        </button>
      </form>
    </Dialog>
  );
}
