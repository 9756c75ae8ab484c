// The symbols of texts in many languages.
import { describe, expect, it } from "@jest/globals";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import type { Language } from "#protocol/languages.ts";
import { loadLanguage } from "../../editor/languages.ts";
import { symbolsIn } from "./symbolsIn.ts";

const PARSED_WITHIN_MS = 20_000;

async function listed(name: Language, doc: string): Promise<string[]> {
  const state = EditorState.create({ doc, extensions: [await loadLanguage(name)] });
  ensureSyntaxTree(state, doc.length, PARSED_WITHIN_MS);
  return symbolsIn(state.update({}).state).map(({ name: symbol, kind, depth, at, line }) => {
    expect(doc.slice(at).trimStart().startsWith(symbol.split(" ")[0]!)).toBe(true);
    expect(doc.slice(0, at).split("\n")).toHaveLength(line);
    return `${"  ".repeat(depth)}${kind} ${symbol}`;
  });
}

describe("the symbols of a text", () => {
  it.each<[Language, string, readonly string[]]>([
    [
      "TypeScript",
      "export class A<T> {\n  #b() {}\n  c(): void {}\n}\nfunction d() { const e = () => 1; }\ninterface F {}\nenum G {}\ntype H = 1;\nconst i = 2;",
      ["type A", "  function #b", "  function c", "function d", "  function e", "type F", "type G", "type H"],
    ],
    [
      "Python",
      "@x\nclass A:\n    def b(self):\n        pass\nasync def c(): pass",
      ["type A", "  function b", "function c"],
    ],
    [
      "Java",
      "class A {\n  A() {}\n  int b(int c) { return c; }\n}\nrecord D(int e) {}\ninterface F {}",
      ["type A", "  function A", "  function b", "type D", "type F"],
    ],
    [
      "C++",
      "namespace n {\nclass A { void b() {} };\n}\nint *c(int d) { return 0; }\nvoid n::A::e() {}\nstruct F { int g; };",
      ["module n", "  type A", "    function b", "function c", "function n::A::e", "type F"],
    ],
    [
      "Rust",
      "struct A { b: i32 }\nimpl A { fn c(&self) {} }\nmod d { fn e() {} }\nenum F { G }",
      ["type A", "type A", "  function c", "module d", "  function e", "type F"],
    ],
    ["Go", "package p\nfunc a() {}\nfunc (b *B) c() {}\ntype D struct{}", ["function a", "function c", "type D"]],
    ["PHP", "<?php\nfunction a() {}\nclass B { function c() {} }", ["function a", "type B", "  function c"]],
    ["CSS", "a, b > c { d: e }\n@media x { f { g: h } }", ["rule a, b > c", "rule f"]],
    ["Markdown", "# One\n\ntext\n\n## Two\n\nThree\n=====\n", ["heading One", "  heading Two", "heading Three"]],
    [
      "Ruby",
      "module A\n  class B\n    def c?\n    end\n  end\nend\ndef d; end",
      ["module A", "  type B", "    function c?", "function d"],
    ],
    [
      "C#",
      "namespace N\n{\n  public class A\n  {\n    public static int B(int c)\n    {\n      return c;\n    }\n  }\n}",
      ["module N", "  type A", "    function B"],
    ],
    ["Shell", "a() {\n  b\n}\nfunction c {\n  d\n}", ["function a", "function c"]],
    ["Swift", "public struct A {\n  func b() {}\n}", ["type A", "  function b"]],
    ["Plain Text", "nothing is here", []],
  ])("[Q30] are found in %s", async (name, text, symbols) => {
    expect(await listed(name, text)).toEqual(symbols);
  });

  it("[Q30] are no more than may be listed", async () => {
    expect(await listed("Python", "def a(): pass\n".repeat(3_000))).toHaveLength(2_000);
    expect(await listed("Ruby", "def a; end\n".repeat(3_000))).toHaveLength(2_000);
  });
});
