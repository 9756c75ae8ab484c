// Frames come in order, whichever of them had to be inflated.
import { describe, expect, it } from "@jest/globals";
import { deflateRawSync } from "node:zlib";
import { inOrder } from "./browser.ts";

const deflated = (text: string): Blob => new Blob([deflateRawSync(text)]);

describe("a frame", () => {
  it("[P58] is given on at once when nothing is being inflated", () => {
    const heard: string[] = [];
    inOrder(
      (text) => heard.push(text),
      () => heard.push("broken"),
    )("a");
    expect(heard).toEqual(["a"]);
  });

  it("[P58] waits for those before it", async () => {
    const heard: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const take = inOrder((text) => {
        heard.push(text);
        if (text === "d") resolve();
      }, reject);
      for (const data of [deflated("a".repeat(100_000)), "b", deflated("c"), "d"]) take(data);
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual(["a".repeat(100_000), "b", "c", "d"]);
  });

  it("[P58] that cannot be inflated ends the connection, and nothing after it is heard", async () => {
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      const take = inOrder(
        (text) => heard.push(text),
        () => resolve(),
      );
      take(new Blob(["not deflated"]));
      take("b");
    });
    expect(heard).toEqual([]);
  });
});
