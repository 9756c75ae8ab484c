// What is said of languages that run in the browser, before anything of them is loaded.
import { describe, expect, it } from "@jest/globals";
import { takesInput, takesInputBefore } from "./browserLanguages.ts";

describe("languages that run in the browser", () => {
  it.each(["SQL", "HTML", "JavaScript", "Lua", "Go"])("[M47] %s is given no input before it runs", (language) => {
    expect(takesInputBefore(language)).toBe(false);
  });

  it("[M47] Python is given its input before where it cannot ask for it", () => {
    expect(takesInputBefore("Python")).toBe(!takesInput("Python"));
  });
});
