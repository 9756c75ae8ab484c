// Two servers on one database as one dashboard, in a real browser.
import { freePort } from "../../server/test/process/cluster.ts";
import { startDatabases } from "../../server/test/replicaSet.ts";
import { openTab, signInAt } from "./atDashboard.ts";
import { ADMIN_TOKEN, Operator } from "./operator.ts";
import { ServerProcess } from "./serverProcess.ts";
import { expect, test as base } from "./test.ts";
import { Visitor } from "./visitor.ts";

/** One of several on this database. */
async function startOn(uri: string): Promise<ServerProcess> {
  const port = String(await freePort());
  return ServerProcess.start({
    PORT: port,
    CLUSTER: "1",
    NODE_URL: `http://127.0.0.1:${port}`,
    CLUSTER_SECRET: "shared-by-the-tests",
    MONGODB_URI: uri,
    ADMIN_TOKEN,
  });
}

interface Two {
  readonly urls: readonly string[];
  visit(url: string): Promise<Visitor>;
}

const test = base.extend<{ readonly two: Two }>({
  two: async ({ browser }, use) => {
    const databases = await startDatabases();
    const uri = databases.newDatabase();
    const servers = await Promise.all([startOn(uri), startOn(uri)]);
    const visit = async (url: string) => new Visitor(await (await browser.newContext()).newPage(), url);
    await use({ urls: servers.map(({ url }) => url), visit });
    for (const server of servers) await server.dispose();
    await databases.stop();
  },
});

test(
  "[O56] people, rooms and events of both are on one page, whichever server answers",
  { tag: "@long" },
  async ({ two: { urls, visit } }) => {
    test.slow();
    const nodes = urls.map((url) => new URL(url).host.replaceAll(/[^\w-]/g, "-"));
    const [ada, bo] = [await visit(urls[0]!), await visit(urls[1]!)];
    await ada.create("Ada");
    await bo.create("Bo");
    const operator = await Operator.signedIn(urls[0]!.slice(0, -1));
    const rooms = async (): Promise<readonly string[]> => {
      // while somebody looks at it the servers tell each other more
      await operator.overview();
      return (await operator.rooms()).rooms.map(({ node }) => node ?? "").toSorted();
    };
    // each room is where somebody is in it
    await expect.poll(rooms, { timeout: 20_000 }).toEqual(nodes.toSorted());
    for (const url of urls) {
      const at = await visit(url);
      const page = await signInAt(at, url);
      const listed = page.getByRole("group", { name: "Servers", exact: true }).locator("tbody").getByRole("row");
      await expect(listed).toHaveCount(2);
      for (const node of nodes) await expect(listed.filter({ hasText: node }).getByRole("cell").nth(1)).toHaveText("1");
      const people = page.locator(".tile").filter({ has: page.getByText("People", { exact: true }) });
      await expect(people.first().locator("dd")).toHaveText("2");
      await openTab(page, "Rooms");
      // this server's last look may be from before both were there
      await page.getByRole("button", { name: "Look again" }).click();
      const list = page.getByRole("group", { name: "Rooms", exact: true }).locator("tbody").getByRole("row");
      await expect(list).toHaveCount(2);
      for (const row of await list.all()) await expect(row.getByRole("cell").first()).toHaveText("1");
      await openTab(page, "Events");
      for (const node of nodes) await expect(page.locator("tbody tr").filter({ hasText: node }).first()).toBeVisible();
      await at.context.close();
    }
    for (const { context } of [ada, bo]) await context.close();
  },
);
