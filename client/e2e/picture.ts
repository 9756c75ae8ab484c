// A picture of what a visitor sees, to be looked at: with SCREENS=1 it is in test-results. Knows no screen.
import { test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

/** `fullPage`: with what there is to scroll to. */
export async function picture({ page }: Visitor, name: string, { fullPage = false } = {}): Promise<void> {
  if (process.env["SCREENS"] !== "1") return;
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: "disabled", fullPage });
}
