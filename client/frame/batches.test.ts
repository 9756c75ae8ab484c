// Output in parts, in order. Knows no port.
import { describe, expect, it, jest } from "@jest/globals";
import { Batches } from "./batches.ts";
import { isOutput, type Said } from "./messages.ts";

describe("what a program writes", () => {
  it("[B32] is sent at once, then in parts by age and size, in order with all else", () => {
    jest.useFakeTimers();
    const sent: Said[] = [];
    const batches = new Batches((message) => sent.push(message));
    const write = (text: string, stream: "stdout" | "stderr" = "stdout"): void =>
      batches.take({ type: "output", stream, text });
    const texts = (): unknown[] => sent.splice(0).map((one) => (isOutput(one) ? one.text : one.type));
    write("a");
    expect(texts()).toEqual(["a"]);
    write("b");
    write("c");
    expect(texts()).toEqual([]);
    jest.advanceTimersByTime(30);
    expect(texts()).toEqual(["bc"]);
    write("d");
    write("e", "stderr");
    batches.take({ type: "asks" });
    expect(texts()).toEqual(["d", "e", "asks"]);
    write("x".repeat(3_999));
    expect(texts()).toEqual([]);
    write("x");
    expect(texts()).toEqual(["x".repeat(4_000)]);
    jest.useRealTimers();
  });
});
