// What axe finds on the screen of a visitor. Knows no screen.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { Visitor } from "./visitor.ts";

/** It finds nothing, in light colours nor in dark ones; `screen` names it where it does. What is no matter of colour is looked for once. */
export async function axe({ page }: Visitor, screen: string): Promise<void> {
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [own, other] = isDark ? (["dark", "light"] as const) : (["light", "dark"] as const);
  expect(await found(page), `${screen}, ${own}`).toEqual([]);
  await page.emulateMedia({ colorScheme: other });
  expect(await found(page, OF_COLOUR), `${screen}, ${other}`).toEqual([]);
  await page.emulateMedia({ colorScheme: own });
}

const OF_COLOUR = ["color-contrast", "link-in-text-block"];

async function found(page: Page, rules?: string[]): Promise<string[]> {
  // what is half there has half of its contrast
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
  // the usual mode opens a page for each look, to put frames together of which there are none
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
