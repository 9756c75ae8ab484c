// Who is tried next.
import { expect, it } from "@jest/globals";
import { TrialOrder } from "./trialOrder.ts";

it("[M11] a language that a run waits for is tried before those that nobody waits for", async () => {
  const order = new TrialOrder<string>(["C", "Java", "Python", "Rust"]);
  const tried: string[] = [];
  let waiting: Promise<string | undefined> | undefined;
  const all = order.take(async (language) => {
    tried.push(language);
    if (language === "C") waiting = order.foundOf("Python");
    return language === "Java" ? undefined : language;
  });
  expect(await order.foundOf("Lisp")).toBeUndefined();
  await all;
  expect(tried).toEqual(["C", "Python", "Java", "Rust"]);
  expect(await waiting).toBe("Python");
  expect(await order.foundOf("Java")).toBeUndefined();
});
