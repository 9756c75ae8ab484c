// How the server is now and was in the last 24 hours, and what its operator says to everybody. Knows no route.
import type { Counts, Figures, NodeState, Overview } from "../../server/dashboard/messages.ts";
import { Ago } from "../ui/parts/times/timeWords.tsx";
import { Chart } from "./chart.tsx";
import type { DashboardModel } from "./dashboardModel.ts";
import { eventWords } from "./eventWords.ts";
import { bytes, count, duration, type Format, moment, share } from "./numbers.ts";
import { sinceKnown, type Summing, valuesOf } from "./series.ts";
import { StandingForms } from "./standingForms.tsx";
import { Table } from "./table.tsx";
import { Tile } from "./tile.tsx";
import { words } from "./words.ts";

export function OverviewTab({ model }: { readonly model: DashboardModel }) {
  const overview = model.overview.value;
  if (!overview) return null;
  const { refusals, nodes, standing } = overview;
  return (
    <>
      <section aria-labelledby="dashboard-now">
        <h2 id="dashboard-now">{words.value.now}</h2>
        <Troubles nodes={nodes} />
        <FiguresNow figures={overview.all} />
      </section>
      <section aria-labelledby="dashboard-today">
        <h2 id="dashboard-today">{words.value.today}</h2>
        <dl class="tiles">
          {COUNTS.map((name) => (
            <Tile key={name} name={words.value.counts[name]} value={count(overview.today[name])} />
          ))}
        </dl>
      </section>
      <Charts model={model} />
      <StandingForms model={model} standing={standing} />
      <section aria-labelledby="dashboard-servers">
        <h2 id="dashboard-servers">{words.value.servers}</h2>
        <p class="dashboard-hint">
          {words.value.store}: {words.value.stores[overview.store]}
        </p>
        <Servers overview={overview} />
      </section>
      <section aria-labelledby="dashboard-refusals">
        <h2 id="dashboard-refusals">{words.value.refusals}</h2>
        {refusals.length === 0 ? (
          <p class="dashboard-hint">{words.value.noRefusals}</p>
        ) : (
          <Table
            name={words.value.refusals}
            columns={[
              { name: words.value.code, cell: ([code]) => <code>{code}</code> },
              { name: words.value.eventList.detail, cell: ([what]) => eventWords({ kind: "refused", what }) ?? "" },
              { name: words.value.times, isNumber: true, cell: ([, times]) => count(times) },
            ]}
            rows={refusals}
            keyOf={([code]) => code}
          />
        )}
      </section>
    </>
  );
}

const COUNTS = [
  "roomsMade",
  "joined",
  "newcomers",
  "keystrokes",
  "refusals",
  "errors",
  "storeErrors",
] as const satisfies readonly (keyof Counts)[];

/** Of several servers the sentences of each that has some. */
function Troubles({ nodes }: { readonly nodes: readonly NodeState[] }) {
  const said = nodes.flatMap(({ node, trouble, featureTroubles }) =>
    [...(trouble === undefined ? [] : [trouble]), ...Object.values(featureTroubles)].map((text) => ({ node, text })),
  );
  // always there, so that a screen reader says what comes into it
  return (
    <div role="alert">
      {said.map(({ node, text }) => (
        <p key={`${node} ${text}`} class="dashboard-trouble">
          <strong>{node}</strong> {text}
        </p>
      ))}
    </div>
  );
}

interface Spread {
  readonly middle: number | null;
  readonly slow: number | null;
}

/** Of nothing there is no slowest. */
const slowest = ({ slow }: Spread): string | undefined =>
  slow === null ? undefined : words.value.slowest(duration(slow));

function FiguresNow({ figures }: { readonly figures: Figures }) {
  const { figure, ofAll } = words.value;
  const { appendMs, loopMs, diskFreeBytes, diskBytes } = figures;
  return (
    <dl class="tiles">
      <Tile name={figure.people} value={count(figures.people)} />
      <Tile name={figure.tabs} value={count(figures.tabs)} />
      <Tile name={figure.rooms} value={count(figures.rooms)} />
      <Tile name={figure.keystrokesPerSecond} value={count(figures.keystrokesPerSecond)} />
      <Tile name={figure.roomsSaving} value={count(figures.roomsSaving)} />
      <Tile name={figure.append} value={duration(appendMs.middle)} note={slowest(appendMs)} />
      <Tile name={figure.loop} value={duration(loopMs.middle)} note={slowest(loopMs)} />
      <Tile name={figure.cpu} value={share(figures.cpuPercent / 100)} />
      <Tile name={figure.memory} value={bytes(figures.memoryBytes)} />
      <Tile name={figure.heap} value={bytes(figures.heapBytes)} />
      {diskFreeBytes !== null && (
        <Tile name={figure.disk} value={bytes(diskFreeBytes)} note={ofAll(bytes(diskBytes))} />
      )}
    </dl>
  );
}

/** What is drawn: how a minute's number is written, and what an hour of them is. */
const CHARTS = {
  people: [count, "most"],
  keystrokes: [count, "sum"],
  rooms: [count, "most"],
  roomsMade: [count, "sum"],
  joined: [count, "sum"],
  refusals: [count, "sum"],
  errors: [count, "sum"],
  storeErrors: [count, "sum"],
  appendMs: [duration, "most"],
  loopMs: [duration, "most"],
  memoryBytes: [bytes, "most"],
} as const satisfies Record<string, readonly [Format, Summing]>;
const CHART_NAMES = Object.keys(CHARTS) as (keyof typeof CHARTS)[];

function Charts({ model }: { readonly model: DashboardModel }) {
  const minutes = model.minutes.value && sinceKnown(model.minutes.value);
  return (
    <section aria-labelledby="dashboard-charts">
      <h2 id="dashboard-charts">{words.value.charts}</h2>
      <div class="charts">
        {minutes &&
          CHART_NAMES.map((name) => {
            const [format, summing] = CHARTS[name];
            return (
              <Chart
                key={name}
                name={words.value.column[name]}
                from={minutes.from}
                values={valuesOf(minutes, name)}
                format={format}
                summing={summing}
              />
            );
          })}
      </div>
    </section>
  );
}

function Servers({ overview }: { readonly overview: Overview }) {
  const { server, thisServer, health, isWell, since, heardOf, figure } = words.value;
  return (
    <Table
      name={words.value.servers}
      columns={[
        { name: server, cell: ({ node, isThis }) => (isThis ? `${node} (${thisServer})` : node) },
        { name: health, cell: ({ trouble, featureTroubles }) => healthOf(trouble, featureTroubles) ?? isWell },
        { name: figure.people, isNumber: true, cell: ({ figures }) => count(figures.people) },
        { name: figure.rooms, isNumber: true, cell: ({ figures }) => count(figures.rooms) },
        {
          name: figure.loop,
          isNumber: true,
          cell: ({ figures: { loopMs } }) =>
            [duration(loopMs.middle), slowest(loopMs)].filter((one) => one !== undefined).join(", "),
        },
        { name: figure.cpu, isNumber: true, cell: ({ figures }) => share(figures.cpuPercent / 100) },
        { name: figure.memory, isNumber: true, cell: ({ figures }) => bytes(figures.memoryBytes) },
        { name: since, cell: ({ startedAt }) => moment(startedAt) },
        { name: heardOf, cell: ({ seenAt }) => <Ago time={seenAt} now={() => overview.now} /> },
      ]}
      rows={overview.nodes}
      keyOf={({ node }) => node}
    />
  );
}

const healthOf = (trouble: string | undefined, ofFeatures: NodeState["featureTroubles"]): string | undefined =>
  trouble ?? (Object.values(ofFeatures).join(" ") || undefined);
