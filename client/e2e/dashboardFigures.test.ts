// How the dashboard draws what is counted in a real browser: charts, a feature's numbers and bars, each with its table. The numbers are made up.
import type { FeatureFigures, Minutes } from "../../server/dashboard/messages.ts";
import { DASHBOARD, WIDE, openTab, signInAt, tile } from "./atDashboard.ts";
import { axe } from "./axe.ts";
import { picture } from "./picture.ts";
import { expect, test } from "./test.ts";

test.use(DASHBOARD);

/** A day in which the last ten minutes are known, one of them not. */
const DAY: Minutes = {
  from: new Date(2026, 10, 29, 12).getTime(),
  columns: ["keystrokes", "people"],
  minutes: Array.from({ length: 1440 }, (_, minute) => (minute < 1430 || minute === 1435 ? null : [minute % 10, 3])),
};

test("[O81] a chart says its last and its highest, and has a table behind it", async ({ visit, server }) => {
  const operator = await visit(WIDE);
  await operator.page.route("**/admin/api/minutes", (route) => route.fulfill({ json: DAY }));
  const page = await signInAt(operator, server.url);
  await expect(page.getByRole("img", { name: "Keystrokes: 9 last, 9 at the most." })).toBeVisible();
  const chart = page.locator("figure").filter({ hasText: "Keystrokes" });
  await chart.getByText("As a table").click();
  // 0 to 9 without 5, in the last hour of the day
  await expect(chart.getByRole("row").nth(1).getByRole("cell")).toHaveText("40");
  await expect(chart.getByRole("row")).toHaveCount(2);
});

const RUNS: FeatureFigures = {
  features: [
    {
      feature: "run",
      figures: [
        { kind: "gauge", name: "queue", value: 2 },
        { kind: "counter", name: "server_succeeded_total", label: ["language", "lua"], value: 3 },
        { kind: "counter", name: "server_succeeded_total", label: ["language", "python"], value: 8 },
        { kind: "counter", name: "server_failed_total", label: ["language", "python"], value: 1 },
        {
          kind: "histogram",
          name: "wall_ms",
          label: ["language", "python"],
          ends: [50, 1000],
          counts: [6, 2, 1],
          sum: 4500,
        },
      ],
    },
  ],
};

test("[O82] a feature's tab has its numbers, a table by each label, and bars with a table behind them", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const counted = { ...DAY, columns: ["keystrokes", "run.run_ok"] };
  await operator.page.route("**/admin/api/minutes", (route) => route.fulfill({ json: counted }));
  await operator.page.route("**/admin/api/features", (route) => route.fulfill({ json: RUNS }));
  const page = await signInAt(operator, server.url);
  await openTab(page, "Runs");
  await expect(tile(page, "Runs", "Waiting for their turn")).toHaveText("2");
  await expect(page.getByRole("row").nth(1)).toHaveText("python81");
  await expect(page.getByRole("row").nth(2)).toHaveText("lua3–");
  await expect(page.getByRole("img", { name: "Time a run took, python. In all: 9" })).toBeVisible();
  const bars = page.locator("figure").filter({ hasText: "Mean: 500 ms" });
  await bars.getByText("As a table").click();
  await expect(bars.getByRole("row").last()).toHaveText("above 1 sec1");
  await expect(page.getByRole("img", { name: "Runs that succeeded: 3 last, 3 at the most." })).toBeVisible();
  await axe(operator, "runs");
  await picture(operator, "runs", { fullPage: true });
  // of what a chart shows it is not said that nothing was counted
  const noFigures = { features: [{ feature: "run", figures: [] }] };
  await page.route("**/admin/api/features", (route) => route.fulfill({ json: noFigures }));
  await openTab(page, "Overview");
  const asked = page.waitForResponse("**/admin/api/features");
  await openTab(page, "Runs");
  await asked;
  await expect(page.getByRole("img", { name: "Runs that succeeded: 3 last, 3 at the most." })).toBeVisible();
  await expect(tile(page, "Runs", "Waiting for their turn")).toHaveCount(0);
  await expect(page.locator(".dashboard-hint")).toHaveCount(0);
});
