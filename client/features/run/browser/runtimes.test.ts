// What is said of a runtime's size, against what is installed. Knows no browser.
import { readFileSync, statSync } from "node:fs";
import { expect, it } from "@jest/globals";

const FOLDERS: Readonly<Record<string, string>> = { "glue.wasm": "wasmoon/dist", "sql-wasm.wasm": "sql.js/dist" };

it("[M58] the progress counts the bytes that the files of the runtimes have", () => {
  const source = readFileSync("client/features/run/browser/runtimes.ts", "utf8");
  const files = [...source.matchAll(/name: "([^"]+)", url: \w+, bytes: ([\d_]+)/g)];
  expect(files).toHaveLength(7);
  for (const [, name = "", bytes = ""] of files) {
    const { size } = statSync(`node_modules/${FOLDERS[name] ?? "pyodide"}/${name}`);
    expect([name, Number(bytes.replaceAll("_", ""))]).toEqual([name, size]);
  }
});
