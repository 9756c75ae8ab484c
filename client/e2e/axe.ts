// What axe finds on the screen of a visitor. Knows no screen.
import axeCore from "axe-core";
import { expect, type Page } from "@playwright/test";
import type { Visitor } from "./visitor.ts";

/** It finds nothing, in light colours nor in dark ones; `screen` names it where it does. What is no matter of colour is looked for once. */
export async function axe({ page }: Visitor, screen: string): Promise<void> {
  // the editor comes before what is around it
  await page.locator("h1").first().waitFor({ state: "attached" });
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
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeCore.source);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe: loaded } = globalThis as unknown as { axe: typeof axeCore };
    return (await loaded.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) })).violations;
  }, rules);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
