// Passwords of many rooms at once, hashed for real one at a time.
import { describe, expect, it } from "@jest/globals";
import type { Refusal } from "../../protocol/errors.ts";
import { passwords } from "./secrets.ts";

const code = (error: unknown): string => (error as Refusal).code;

describe("passwords of many rooms", () => {
  it("[L13] of a room that asks for very many the last are told to come again, and nobody else is", async () => {
    const kept = await passwords.hashed("a right password", "calm");
    const order: string[] = [];
    const flood = Array.from({ length: 60 }, (_, index) =>
      passwords.hashed(`password ${index}`, "busy").then(
        () => order.push("busy"),
        (error: unknown) => order.push(code(error)),
      ),
    );
    const calm = Array.from({ length: 12 }, (_, index) =>
      passwords.matches("a right password", kept, `calm ${index}`).then((isRight) => order.push(`calm ${isRight}`)),
    );
    await Promise.all(calm);
    // the one that was under way, and none of those that waited, came before
    const asked = order.filter((one) => one !== "rate_limited");
    expect(asked.slice(0, 13)).toEqual(["busy", ...Array.from({ length: 12 }, () => "calm true")]);
    expect(order.filter((one) => one === "rate_limited").length).toBe(60 - 1 - 50);
    await Promise.all(flood);
    expect(order.filter((one) => one === "busy").length).toBe(51);
  }, 120_000);

  it("[L13] rooms take turns, however many wait in each", async () => {
    const order: string[] = [];
    const ask = (room: string) => passwords.hashed("a password", room).then(() => void order.push(room));
    await Promise.all(["a", "a", "a", "a", "b", "b", "c"].map(ask));
    expect(order).toEqual(["a", "a", "b", "c", "a", "b", "a"]);
  });
});
