// What is said of a runtime's size, against what is installed. Knows no browser.
import { readFileSync, statSync } from "node:fs";
import { expect, it } from "@jest/globals";

it("[M58] the progress counts the bytes that Python's files have", () => {
  const source = readFileSync("client/features/run/browser/runtimes.ts", "utf8");
  const files = [...source.matchAll(/name: "([^"]+)", url: \w+, bytes: ([\d_]+)/g)];
  expect(files).toHaveLength(5);
  for (const [, name, bytes = ""] of files)
    expect([name, Number(bytes.replaceAll("_", ""))]).toEqual([name, statSync(`node_modules/pyodide/${name}`).size]);
});
