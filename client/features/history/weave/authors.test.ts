// Which client made which version, however people took turns.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Authors } from "./authors.ts";

describe("who made which version", () => {
  it("[V412] is known of each, however people took turns", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }), (clients) => {
        const authors = new Authors();
        for (const client of clients) authors.push(client);
        expect(clients.map((_, index) => authors.of(index + 1))).toEqual(clients);
      }),
    );
  });
});
