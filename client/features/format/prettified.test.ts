// What Prettier makes of texts of each language, with the parts of it that are loaded.
import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "#protocol/languages.ts";
import { FORMATTED } from "./languages.ts";
import { prettified } from "./prettified.ts";

const TEXTS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  JavaScript: ["if(a){b( )}", "if (a) {\n  b();\n}\n"],
  JSX: ["x=<a  b = 'c'/>", 'x = <a b="c" />;\n'],
  TypeScript: ["let a:number=1", "let a: number = 1;\n"],
  TSX: ["const a=<T,>(b:T)=><c>{b}</c>", "const a = <T,>(b: T) => <c>{b}</c>;\n"],
  JSON: ['{"a":1,// b\n"c":[]}', '{\n  "a": 1, // b\n  "c": []\n}\n'],
  HTML: [
    "<style>a{b:c}</style><script>a( )</script>",
    "<style>\n  a {\n    b: c;\n  }\n</style>\n<script>\n  a();\n</script>\n",
  ],
  Vue: ['<script lang="ts">let a:number=1</script>', '<script lang="ts">\nlet a: number = 1;\n</script>\n'],
  CSS: ["a{b:c}", "a {\n  b: c;\n}\n"],
  SCSS: ["a{&:b{c:$d}}", "a {\n  &:b {\n    c: $d;\n  }\n}\n"],
  LESS: ["a{.b();c:@d}", "a {\n  .b();\n  c: @d;\n}\n"],
  Markdown: ["* a\n* b", "- a\n- b\n"],
  YAML: ["a:   1\nb:\n    - c", "a: 1\nb:\n  - c\n"],
};

describe("formatting", () => {
  it("[Q10] is there for the languages that Prettier has, and each is one that a file can have", () => {
    const byPrettier = Object.entries(FORMATTED).filter(([, formatted]) => "parser" in formatted);
    expect(byPrettier.map(([language]) => language)).toEqual(Object.keys(TEXTS));
    expect(LANGUAGES).toEqual(expect.arrayContaining(Object.keys(FORMATTED)));
  });

  it.each(LANGUAGES.filter((language) => language in TEXTS))("[Q10] is Prettier's: %s", async (language) => {
    const [text, after] = TEXTS[language]!;
    expect(await prettified({ text, language, indent: "  " })).toEqual({ text: after });
  });

  it("[Q10] is indented as it is told, and of a part alone where that can be", async () => {
    const text = "if(a){b( )}\nc( )\n";
    expect(await prettified({ text, language: "JavaScript", indent: "\t" })).toEqual({
      text: "if (a) {\n\tb();\n}\nc();\n",
    });
    expect(await prettified({ text, language: "JavaScript", indent: "    ", part: { from: 12, to: 16 } })).toEqual({
      text: "if(a){b( )}\nc();\n",
    });
  });

  it.each([
    ["JavaScript", "a\nb(\n", 3],
    ["TypeScript", "let a: = 1", 1],
    ["CSS", "a {\n", 1],
    ["JSON", '{\n"a" 1}', 2],
    ["HTML", "<a>\n</b>", 2],
    ["YAML", "a: [", 1],
  ] as const)("[Q12] says where %s is not as it should be", async (language, text, line) => {
    const answer = await prettified({ text, language, indent: "  " });
    expect(answer).toEqual({ line, problem: expect.stringMatching(/^[A-Z][^\n]*[^.)]$/) });
  });
});
