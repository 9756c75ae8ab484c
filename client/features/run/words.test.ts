// The sentences in which a run ends, on both sides. Knows no run.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { BROWSER_SENTENCES } from "../../../server/features/run/outcomes.ts";
import { ranWords } from "./ranWords.ts";
import { words as laterWords } from "./words.later.ts";
import { ENGLISH_OUTCOMES, words } from "./words.ts";

it("[M48] what the server says for a browser that has said nothing is known by its words, so it is shown in the page's language", () => {
  expect(ENGLISH_OUTCOMES).toMatchObject(BROWSER_SENTENCES);
});

it("[M48] a mark in the past has no full stop, for it stands in sentences", () => {
  expect(ranWords("Ada", "ok")).toBe("Ada ran a program. The program ended");
  expect(ranWords("Ada", "of another version")).toBe("Ada ran a program");
});

it("[M48] has no words that nothing says", () => {
  const here = new URL("./", import.meta.url);
  const files = readdirSync(here).filter((name) => /\.tsx?$/.test(name) && !/^words|\.(test|e2e)\.ts$/.test(name));
  // which is handed all of them
  const sources = [...files, "../../ui/parts/clearForAll.tsx"]
    .map((name) => readFileSync(new URL(name, here), "utf8"))
    .join();
  const unsaid = Object.keys({ ...words.peek(), ...laterWords.peek() }).filter(
    (key) => !new RegExp(`(\\.|[{,] )${key}\\b`).test(sources),
  );
  expect(unsaid).toEqual([]);
});
