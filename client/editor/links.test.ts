// Where an address in a text begins and ends.
import { describe, expect, it } from "@jest/globals";
import { EditorState } from "@codemirror/state";
import { linkAt } from "./links.ts";

const at = (text: string): string | undefined => {
  const place = text.indexOf("|");
  return linkAt(EditorState.create({ doc: text.replace("|", "") }), place);
};

describe("a link in a text", () => {
  it.each([
    ["// see https://exa|mple.org/a?b=c#d.", "https://example.org/a?b=c#d"],
    ["|http://a.b", "http://a.b"],
    ['fetch("https://a.b/c|")', "https://a.b/c"],
    ["(https://a.b/|c), and", "https://a.b/c"],
    ["https://a.b/c_(d|)", "https://a.b/c_(d)"],
    ["<https://a.b|>", "https://a.b"],
    ["https://a.b and| https://c.d", undefined],
    ["javascript:alert(|1)", undefined],
    ["|", undefined],
  ])("[B73] %s", (text, address) => {
    expect(at(text)).toBe(address);
  });

  it("[B73] is found at once, whatever is behind it", () => {
    const dots = ".".repeat(50_000);
    const started = performance.now();
    expect(at(`https://a.b|/${dots}c`)).toBe("https://a.b/");
    expect(at(`https://a.b|/c${dots}`)).toBe("https://a.b/c");
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("[B73] is found in a line of a hundred thousand letters", () => {
    expect(at(`${"x".repeat(50_000)} https://a.b|/c ${"x".repeat(50_000)}`)).toBe("https://a.b/c");
  });
});
