// Runs on the server, where its operator wants that: in both windows, typed to, stopped; and the choice where to run.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

// what runs has a tenth of the weight of all that the tests themselves start
test.use({ settings: { RUNNER: "sandbox", RUN_SECONDS: "120" } });
const PATIENCE = { timeout: 120_000 };

const log = ({ page }: Visitor): Locator => page.getByRole("log", { name: "Output" });
const runs = (visitor: Visitor): Locator => log(visitor).getByRole("article");
const lines = (visitor: Visitor, run = 0): Locator => runs(visitor).nth(run).locator(".run-line");
const button = ({ page }: Visitor, name: string): Locator =>
  page.getByRole("banner").getByRole("button", { name, exact: true });

test("[M49] [M47] C++ runs on the server with what was typed just now, asks, fails to compile, and is stopped", async ({
  visit,
}) => {
  test.setTimeout(200_000);
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "C++");
  await bo.enter(ada.link, "Bo");
  await bo.page.locator("#place-output").click();
  // the languages of the machine are found one after the other
  await expect(button(ada, "Run")).toHaveAttribute("data-tip", "Run on the server", PATIENCE);
  const begin =
    '#include <cstdio>\nint main() {\n  int n;\n  std::printf("n? ");\n  std::scanf("%d", &n);\n  std::printf("%d\\n", n * 2);\n';
  await ada.paste(`${begin}  for (;;);\n}`);
  await ada.page.keyboard.press("Control+Enter");
  for (const visitor of [ada, bo]) await expect(lines(visitor)).toHaveText("n? ", PATIENCE);
  await expect(runs(bo)).toContainText("on the server");
  await bo.page.getByRole("textbox", { name: "Input" }).fill("21");
  await bo.page.keyboard.press("Enter");
  for (const visitor of [ada, bo]) await expect(lines(visitor)).toHaveText(["n? 21", "42"], PATIENCE);
  await axe(bo, "runs on the server");
  // what begins no more is stopped all the same
  const letRun = async (who: string): Promise<void> => {
    await (await ada.menu()).getByLabel("Who may run code").selectOption(who);
    await ada.page.keyboard.press("Escape");
  };
  await letRun("Nobody");
  await expect(runs(bo).getByRole("button", { name: "Stop" })).toHaveCount(0);
  await button(ada, "Stop").click();
  for (const visitor of [ada, bo]) await expect(runs(visitor)).toContainText("The run was stopped.");
  await expect(button(ada, "Run")).toHaveCount(0);
  await letRun("Owners and editors");
  await ada.type("oops");
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(ada).nth(1)).toContainText("The code does not compile.", PATIENCE);
  await runs(ada)
    .nth(1)
    .getByRole("button", { name: /main\.cpp:8/ })
    .first()
    .click();
  await expect(ada.page.locator(".cm-activeLine")).toHaveText("}oops");
});

test(
  "[M49] what runs in both places runs where one wants it, and that is remembered",
  { tag: "@long" },
  async ({ visit }) => {
    test.setTimeout(200_000);
    const ada = await visit();
    await ada.create("Ada", "Python");
    const where = ada.page.getByRole("combobox", { name: "Where to run" });
    await expect(where).toHaveValue("browser", PATIENCE);
    await where.selectOption("On the server");
    await ada.paste('print("from", input("where? "))');
    await button(ada, "Run").click();
    await expect(lines(ada)).toHaveText("where? ", PATIENCE);
    await ada.page.getByRole("textbox", { name: "Input" }).fill("here");
    await ada.page.keyboard.press("Enter");
    await expect(runs(ada)).toContainText("on the server");
    await expect(lines(ada)).toHaveText(["where? here", "from here"], PATIENCE);
    await axe(ada, "both places");
    await ada.page.reload();
    await expect(where).toHaveValue("server");
    await expect(lines(ada)).toHaveText(["where? here", "from here"]);
  },
);
