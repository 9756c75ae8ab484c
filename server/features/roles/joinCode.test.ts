// What is drawn from a join code.
import { expect, it } from "@jest/globals";
import { drawnFromCode } from "./joinCode.ts";

it("[H45] a code gives the same address and invitation each time, another code others, and neither has the code in it", async () => {
  const [one, again, other] = await Promise.all(["K7MN2PQR", "K7MN2PQR", "K7MN2PQS"].map(drawnFromCode));
  expect(one).toEqual(again);
  expect(one).toEqual({
    address: expect.stringMatching(/^[\w-]{43}$/),
    invitation: expect.stringMatching(/^[\w-]{32}$/),
  });
  expect(new Set([one, other].flatMap((drawn) => Object.values(drawn!))).size).toBe(4);
  expect(JSON.stringify(one)).not.toContain("K7MN2PQR");
});

it("[H45] when too many wait for that they are told to try again, and the others get theirs", async () => {
  const drawn = await Promise.allSettled(Array.from({ length: 60 }, (_, index) => drawnFromCode(`CODE${index}`)));
  expect(drawn.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  await expect(drawnFromCode("K7MN2PQR")).resolves.toHaveProperty("address");
  const refused = drawn.at(-1) as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: "rate_limited", retryAfterMs: 2_000 });
});

it("[H45] a whole class that types one code at once is answered", async () => {
  const drawn = await Promise.all(Array.from({ length: 300 }, () => drawnFromCode("K7MN2PQR")));
  expect(new Set(drawn.map(({ address }) => address)).size).toBe(1);
});
