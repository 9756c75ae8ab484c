// The sentences in which a run ends, on both sides. Knows no run.
import { expect, it } from "@jest/globals";
import { BROWSER_SENTENCES } from "../../../server/features/run/outcomes.ts";
import { ranWords } from "./ranWords.ts";
import { ENGLISH_OUTCOMES } from "./words.ts";

it("[M48] what the server says for a browser that has said nothing is known by its words, so it is shown in the page's language", () => {
  expect(ENGLISH_OUTCOMES).toMatchObject(BROWSER_SENTENCES);
});

it("[M48] a mark in the past has no full stop, for it stands in sentences", () => {
  expect(ranWords("Ada", "ok")).toBe("Ada ran a program. The program ended");
  expect(ranWords("Ada", "of another version")).toBe("Ada ran a program");
});
