// A set as a text, against a set.
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { EMPTY, has, withNumbers, withoutNumbers } from "./numberSet.ts";

const numbers = fc.array(fc.nat({ max: 40 }));

it("[L25] a set as a text has what was put in and not taken out, and one text for the same numbers", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ add: numbers, remove: numbers })), (steps) => {
      const model = new Set<number>();
      let set = EMPTY;
      for (const { add, remove } of steps) {
        for (const number of add) model.add(number);
        for (const number of remove) model.delete(number);
        set = withoutNumbers(withNumbers(set, add), remove);
      }
      for (let number = 0; number <= 50; number++) expect(has(set, number)).toBe(model.has(number));
      expect(withNumbers(EMPTY, [...model].toReversed())).toBe(set);
      expect(set).toMatch(/^[\w-]{0,7}$/);
    }),
  );
});
