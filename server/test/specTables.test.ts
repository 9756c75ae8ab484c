// The tables of the protocol's page are what the code says.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { ERRORS } from "../protocol/errors.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { SPEC, withTables } from "./specTables.ts";

describe("the tables of the protocol's page", () => {
  const page = readFileSync(SPEC, "utf8");

  it("[X2] are what the code says; `node .scripts/spec.mjs` writes them anew", () => {
    expect(withTables(page)).toBe(page);
  });

  it("[X2] name every code with its numbers, every limit with its default, and each field of welcome", () => {
    const rows = [...page.matchAll(/^\| (.+) \|$/gm)].map(([, row = ""]) => row.split("|").map((cell) => cell.trim()));
    const row = (name: string): string[] => rows.find(([first]) => first === `\`${name}\``) ?? [];
    for (const [code, kind] of Object.entries<{ status: number; close?: number; sentence: string }>(ERRORS))
      expect(row(code)).toEqual([
        `\`${code}\``,
        `${kind.status}`,
        `${kind.close ?? ""}`,
        expect.any(String),
        kind.sentence,
      ]);
    for (const [limit, byDefault] of Object.entries(DEFAULT_LIMITS))
      expect(Number(row(limit)[1]?.replaceAll(",", ""))).toBe(byDefault);
    for (const field of ["you", "room", "clients", "limits", "build", "role", "participants", "files"])
      expect(row(field)).toHaveLength(3);
  });

  it("[X2] the check notices what is missing, old, or has no place", () => {
    expect(withTables(page.replace("| 4,194,304 ", "| 1 "))).toBe(page);
    expect(() => withTables(page.replace("<!-- table: limits -->", ""))).toThrow("no place for limits");
    expect(() => withTables(page.replace("<!-- table: limits -->", "<!-- table: bounds -->"))).toThrow(
      "no table bounds",
    );
  });
});
