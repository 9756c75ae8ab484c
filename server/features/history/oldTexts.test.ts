// Old texts are put together one at a time, and kept within a bound.
import { describe, expect, it } from "@jest/globals";
import { OldTexts } from "./oldTexts.ts";

describe("old texts", () => {
  it("[I9] are put together one after the other, and each once for all who wait for it", async () => {
    const texts = new OldTexts();
    let [now, most, made] = [0, 0, 0];
    const make = (text: string) => async () => {
      most = Math.max(most, ++now);
      made++;
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return text;
    };
    const all = ["a", "b", "a", "c", "a"].map((key) => texts.text(key, make(key)));
    expect(await Promise.all(all)).toEqual(["a", "b", "a", "c", "a"]);
    expect([most, made]).toEqual([1, 3]);
  });

  it("[I9] are refused where many wait, and those after one that fails come all the same", async () => {
    const texts = new OldTexts();
    let go = (): void => {};
    const held = texts.text("held", () => new Promise((_, reject) => (go = () => reject(new Error("gone")))));
    const waiting = Array.from({ length: 49 }, (_, index) => texts.text(String(index), async () => "x"));
    await expect(texts.text("one more", async () => "x")).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterMs: 3_000,
    });
    await Promise.resolve();
    go();
    await expect(held).rejects.toThrow("gone");
    expect(await Promise.all(waiting)).toHaveLength(49);
  });

  it("[I9] are kept within so many bytes, those asked for last", async () => {
    const texts = new OldTexts();
    texts.mostBytes = 100;
    let made = 0;
    const ask = (key: string) => texts.text(key, async () => `${++made}`.padEnd(19, "-"));
    for (const key of ["a", "b", "a", "c", "a"]) await ask(key);
    expect([made, texts.bytes]).toEqual([3, 80]);
    await ask("b");
    expect(made).toBe(4);
    await texts.text("long", async () => "x".repeat(1_000));
    expect(texts.bytes).toBe(0);
    texts.mostBytes = 0;
    await ask("d");
    expect(texts.bytes).toBe(0);
  });
});
