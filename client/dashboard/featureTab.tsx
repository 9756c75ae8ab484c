// What one feature counts and measures, by the names that it gives; nothing else is known of it here.
import type { Minutes } from "../../server/dashboard/messages.ts";
import { Chart } from "./chart.tsx";
import type { DashboardModel } from "./dashboardModel.ts";
import { type Figure, type Histogram, histograms, type LabelTable, labelTables, singles, summary } from "./figures.ts";
import { bytes, count, duration, type Format } from "./numbers.ts";
import { sinceKnown, valuesOf } from "./series.ts";
import { Table } from "./table.tsx";
import { useAsked } from "./useAsked.ts";
import { Tile } from "./tile.tsx";
import { words } from "./words.ts";

/** Features that have a tab where the server has them, by their names, in the order of the tabs. */
export const FEATURE_TABS: readonly string[] = ["run", "assist"];

const EVERY_MS = 5_000;
const [BAR_WIDTH, BAR_HEIGHT] = [40, 100];

interface OfFeature {
  readonly feature: string;
}

/** What a figure or an event of a feature is called. */
const called = (feature: string, name: string): string =>
  words.value.measured[`${feature}.${name}`] ?? name.replaceAll("_", " ");

/** What a value of a label is called, as a mode; a language has its own name. */
const valueCalled = (feature: string, label: string, value: string): string =>
  words.value.measured[`${feature}.${label}.${value}`] ?? value;

/** Whether a column of the minutes is one that this feature counts. */
const isOf =
  (feature: string) =>
  (column: string): boolean =>
    column.startsWith(`${feature}.`);

export function FeatureTab({ model, feature }: OfFeature & { readonly model: DashboardModel }) {
  const asked = useAsked(model, (api) => api.features(), feature, EVERY_MS);
  const minutes = model.minutes.value && sinceKnown(model.minutes.value);
  const all = asked.answer.value?.features.find((one) => one.feature === feature)?.figures;
  return (
    <section aria-labelledby="dashboard-feature">
      <h2 id="dashboard-feature">{words.value.tab[feature] ?? feature}</h2>
      <p class="field-error" role="alert">
        {asked.problem.value}
      </p>
      {all?.length === 0 && !minutes?.columns.some(isOf(feature)) && (
        <p class="dashboard-hint">{words.value.features.none}</p>
      )}
      {all && <FeatureFigures feature={feature} figures={all} />}
      {minutes && <FeatureCharts feature={feature} minutes={minutes} />}
    </section>
  );
}

function FeatureFigures({ feature, figures }: OfFeature & { readonly figures: readonly Figure[] }) {
  return (
    <>
      <dl class="tiles">
        {singles(figures).map(({ name, value }) => (
          <Tile key={name} name={called(feature, name)} value={formatOf(name)(value)} />
        ))}
      </dl>
      {labelTables(figures).map((table) => (
        <Labelled key={table.label} feature={feature} table={table} />
      ))}
      <div class="charts">
        {histograms(figures).map((one) => (
          <Bars key={`${one.name} ${one.label?.[1] ?? ""}`} feature={feature} histogram={one} />
        ))}
      </div>
    </>
  );
}

function Labelled({ feature, table }: OfFeature & { readonly table: LabelTable }) {
  const label = called(feature, table.label);
  return (
    <Table
      name={label}
      columns={[
        { name: label, cell: ({ value }) => valueCalled(feature, table.label, value) },
        ...table.columns.map((column, index) => ({
          name: called(feature, column),
          isNumber: true,
          cell: ({ numbers }: LabelTable["rows"][number]) => formatOf(column)(numbers[index] ?? null),
        })),
      ]}
      rows={table.rows}
      keyOf={({ value }) => value}
    />
  );
}

/** The unit of a number stands at the end of its name. */
const formatOf = (name: string): Format => (name.endsWith("_ms") ? duration : name.endsWith("_bytes") ? bytes : count);

/** How often a value was how large: bars, and a table with the same. */
function Bars({ feature, histogram }: OfFeature & { readonly histogram: Histogram }) {
  const { name, label, ends, counts } = histogram;
  const { features, chart } = words.value;
  const format = formatOf(name);
  const title = [called(feature, name), ...(label ? [valueCalled(feature, ...label)] : [])].join(", ");
  const { count: inAll, mean } = summary(histogram);
  const most = Math.max(1, ...counts);
  const rows = counts.map((times, index) => {
    const end = ends[index];
    const last = ends.at(-1);
    const range =
      end === undefined ? features.above(last === undefined ? "" : format(last)) : features.upTo(format(end));
    return { range, times };
  });
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-name">{title}</span>
        <span class="chart-latest">
          {features.mean}: {format(mean)}
        </span>
      </figcaption>
      <div class="chart-plot">
        <svg
          viewBox={`0 0 ${BAR_WIDTH * counts.length} ${BAR_HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}. ${features.inAll}: ${count(inAll)}`}
        >
          {counts.map((times, index) => {
            const height = (times / most) * BAR_HEIGHT;
            return (
              <rect
                key={ends[index] ?? Infinity}
                class="chart-bar"
                x={index * BAR_WIDTH + 2}
                width={BAR_WIDTH - 4}
                y={BAR_HEIGHT - height}
                height={height}
              />
            );
          })}
        </svg>
        <p class="chart-times" aria-hidden="true">
          <span>{rows.at(0)?.range}</span>
          <span>{rows.at(-1)?.range}</span>
        </p>
      </div>
      <details>
        <summary>{chart.asTable}</summary>
        <Table
          name={title}
          columns={[
            { name: features.values, cell: ({ range }) => range },
            { name: words.value.times, isNumber: true, cell: ({ times }) => count(times) },
          ]}
          rows={rows}
          keyOf={({ range }) => range}
        />
      </details>
    </figure>
  );
}

/** What the feature counts, by the minute. */
function FeatureCharts({ feature, minutes }: OfFeature & { readonly minutes: Minutes }) {
  const own = minutes.columns.filter(isOf(feature));
  return (
    <div class="charts">
      {own.map((column) => (
        <Chart
          key={column}
          name={called(feature, column.slice(feature.length + 1))}
          from={minutes.from}
          values={valuesOf(minutes, column)}
          format={formatOf(column)}
          summing="sum"
        />
      ))}
    </div>
  );
}
