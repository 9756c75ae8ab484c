// What the formatters in WebAssembly make of texts, on the programs themselves. Knows no frame.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "#protocol/languages.ts";
import { FORMATTED } from "../languages.ts";
import { startClangFormat } from "./clangFormat.ts";
import { startGofmt } from "./gofmt.ts";
import { startRuff } from "./ruff.ts";

const wasm = (path: string): BufferSource => new Uint8Array(readFileSync(`node_modules/@wasm-fmt/${path}`));
const started = {
  clangFormat: startClangFormat(wasm("clang-format/clang-format.wasm")),
  gofmt: startGofmt(wasm("gofmt/gofmt.wasm")),
  ruff: startRuff(wasm("ruff_fmt/ruff_fmt_bg.wasm")),
};

const TEXTS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  Python: ["def f( ):\n  return {'é':1}", 'def f():\n  return {"é": 1}\n'],
  Go: ["package main\nfunc  f( ) {\nx:=1 }", "package main\n\nfunc f() {\n\tx := 1\n}\n"],
  C: ["int f( ){if(x){g( );}}", "int f() {\n  if (x) {\n    g();\n  }\n}\n"],
  "C++": ["class A{public:int x;};", "class A {\npublic:\n  int x;\n};\n"],
  "C#": ["class A{void F(){}}", "class A\n{\n  void F()\n  {\n  }\n}\n"],
  Java: ["class A{void f( ){g( );}}", "class A {\n  void f() {\n    g();\n  }\n}\n"],
  "Objective-C": ["@interface A:NSObject\n-(void)f;@end", "@interface A : NSObject\n- (void)f;\n@end\n"],
  ProtoBuf: ["message A{optional int32 a=1;}", "message A { optional int32 a = 1; }\n"],
};

describe("formatters in WebAssembly", () => {
  it.each(LANGUAGES.filter((language) => "program" in (FORMATTED[language] ?? {})))(
    "[Q10] format %s",
    async (language) => {
      const formatted = FORMATTED[language]!;
      if (!("program" in formatted)) throw new Error(language);
      const [text, after] = TEXTS[language]!;
      expect((await started[formatted.program])({ text, language, indent: "  " })).toEqual({ text: after });
    },
  );

  it("[Q10] indent as they are told", async () => {
    const [ruff, clang] = [await started.ruff, await started.clangFormat];
    expect(ruff({ text: "if a:\n b( )", language: "Python", indent: "\t" })).toEqual({ text: "if a:\n\tb()\n" });
    const text = "class A{public:void f(){g();}};";
    expect(clang({ text, language: "C++", indent: "    " })).toEqual({
      text: "class A {\npublic:\n    void f() { g(); }\n};\n",
    });
    expect(clang({ text: "int f(){if(a){b();}}", language: "C", indent: "\t" })).toEqual({
      text: "int f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n",
    });
  });

  it("[Q10] format a part, which is counted in bytes, alone", async () => {
    const [ruff, clang] = [await started.ruff, await started.clangFormat];
    const text = "é = {  'a':1 }\nb =  2\nc =   3\n";
    const part = { from: text.indexOf("b"), to: text.indexOf("b") + 3 };
    expect(ruff({ text, language: "Python", indent: "  ", part })).toEqual({ text: text.replace("b =  2", "b = 2") });
    const code = "// é\nint  a;\nint  b;\nint  c;\n";
    const of = { from: code.indexOf("int  b"), to: code.indexOf("int  b") + 4 };
    expect(clang({ text: code, language: "C", indent: "  ", part: of })).toEqual({
      text: code.replace("int  b", "int b"),
    });
  });

  it("[Q12] say where it is not as it should be, where they can", async () => {
    const [ruff, gofmt] = [await started.ruff, await started.gofmt];
    expect(ruff({ text: "é = 1\nx = = 1\n", language: "Python", indent: "  " })).toEqual({
      line: 2,
      problem: "Expected an expression",
    });
    expect(ruff({ text: "def f(\n", language: "Python", indent: "  " })).toMatchObject({
      problem: "Unexpected EOF while parsing",
    });
    expect(gofmt({ text: "package main\nfunc {", language: "Go", indent: "\t" })).toEqual({
      line: 2,
      problem: expect.stringContaining("expected"),
    });
  });
});
