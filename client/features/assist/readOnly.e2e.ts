// The assistant while the server takes no changes: what was asked is read by whoever comes, and what is asked waits, with the reason at it.
import { ADMIN_TOKEN, Operator } from "../../e2e/operator.ts";
import { expect } from "../../e2e/test.ts";
import { answered, ask, panel, questions, test as base } from "./test/assisted.ts";

const test = base.extend({
  settings: [({ settings }, use) => use({ ...settings, ADMIN_TOKEN }), { scope: "worker" }],
});

test("[O52] [A214] while the server takes no changes what was asked is read after a reload, and a question waits, with the reason at it", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.isSaved();
  await ask(ada, answered("First", "One."), "Ask");
  await expect(questions(ada)).toContainText("One.");
  const operator = await Operator.signedIn(server.url.replace(/\/$/, ""));
  const setReadOnly = (isOn: boolean) =>
    operator.ask("/api/read-only", { method: "PUT", body: { isOn, reason: isOn ? "A backup." : "" } });
  await setReadOnly(true);
  await ada.page.reload();
  const assist = await panel(ada);
  await expect(questions(ada)).toContainText("One.");
  await ask(ada, answered("Second", "Two."), "Ask");
  await expect(assist.getByText(/^Asking… .+no changes just now/)).toBeVisible();
  await setReadOnly(false);
  await expect(questions(ada).nth(1)).toContainText("Two.", { timeout: 20_000 });
});
