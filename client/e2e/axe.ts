// What axe finds on the screen of a visitor. Knows no screen.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "./test.ts";
import type { Visitor } from "./visitor.ts";

/** It finds nothing; `screen` names it where it does. */
export async function axe({ page }: Visitor, screen: string): Promise<void> {
  // what is half there has half of its contrast
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  expect(found, screen).toEqual([]);
}
