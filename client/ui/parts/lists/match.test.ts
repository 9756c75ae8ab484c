// What fits what is typed, and in which order.
import { describe, expect, it } from "@jest/globals";
import { fitting } from "./match.ts";

const order = (typed: string, ...all: readonly string[]): readonly string[] =>
  fitting(typed, all, (one) => one).map(({ one }) => one);

describe("what fits", () => {
  it("[B90] begins so, has a word that does, has it as a part, or has its letters, in this order", () => {
    expect(order("pre", "soprepa", "the press", "p-r-e", "Print", "preview")).toEqual([
      "preview",
      "the press",
      "soprepa",
      "p-r-e",
    ]);
  });

  it("[B90] has all words that were typed, in any order", () => {
    expect(order("file new", "New file", "New folder", "Next file")).toEqual(["New file"]);
  });

  it("[B90] is found without accents and capitals, each letter in its place", () => {
    const [found] = fitting("ECOLE e", ["L’école d’été"], (one) => one);
    expect([...found!.letters].map((index) => found!.one[index])).toEqual(["é", "c", "o", "l", "e"]);
    expect(order("straße", "Straße", "STRASSE")).toEqual(["Straße"]);
    expect(order("İ", "İstanbul")).toEqual(["İstanbul"]);
  });

  it("[B90] is everything where nothing is typed, as it was", () => {
    expect(order("  ", "b", "a")).toEqual(["b", "a"]);
  });

  it("[B90] keeps its order among what fits as well", () => {
    expect(order("t", "two", "three", "at", "ten")).toEqual(["two", "three", "ten", "at"]);
  });
});
