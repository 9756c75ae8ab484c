// What is offered for words that have begun, in editors without a view.
import { describe, expect, it } from "@jest/globals";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { LANGUAGES, type Language } from "#protocol/languages.ts";
import { loadLanguage } from "../../editor/languages.ts";
import { completed } from "./completed.ts";
import { snippetsOf } from "./snippets.ts";

/** What is offered at "|", or at the end of a text. */
async function offered(
  text: string,
  language: Language = "Plain Text",
  words: readonly string[] = [],
  isAsked = false,
) {
  const [before = "", after = ""] = text.split("|");
  const state = EditorState.create({ doc: before + after, extensions: [await loadLanguage(language)] });
  const asked = new CompletionContext(state, before.length, isAsked);
  const result = completed(asked, { language, words, areAll: () => true });
  return result?.options ?? [];
}
const labels = (options: readonly { readonly label: string }[]): string[] => options.map(({ label }) => label);

describe("completion", () => {
  it("[Q20] offers words of the file and of others, each once", async () => {
    const found = labels(await offered("alpha beta größe al", "Plain Text", ["alpha", "delta", "zeta"]));
    expect(found.toSorted()).toEqual(["alpha", "beta", "delta", "größe", "zeta"]);
  });

  it("[Q20] waits for two letters, unless it is asked", async () => {
    expect(await offered("alpha a")).toEqual([]);
    expect(await offered("alpha ")).toEqual([]);
    expect(labels(await offered("alpha a", "Plain Text", [], true))).toEqual(["alpha"]);
    expect(labels(await offered("alpha ", "Plain Text", ["beta"], true))).toContain("beta");
  });

  it("[Q20] is asked anew once more words of other files are known", () => {
    const state = EditorState.create({ doc: "alpha al" });
    let areAll = true;
    const asked = { language: "Plain Text", words: [], areAll: () => areAll } as const;
    const { validFor } = completed(new CompletionContext(state, 8, false), asked)!;
    expect((validFor as (text: string) => boolean)("alp")).toBe(true);
    areAll = false;
    expect((validFor as (text: string) => boolean)("alp")).toBe(false);
  });

  it("[Q22] does not offer what stands there whole, and is asked anew when it does", async () => {
    expect(labels(await offered("alpha alphabet alpha"))).toEqual(["alphabet"]);
    expect(labels(await offered("whi\nwhile", "TypeScript"))).not.toContain("while");
    // more than the word: it writes the rest of a loop
    expect(labels(await offered("while", "Java"))).toEqual(expect.arrayContaining(["while"]));
    const state = EditorState.create({ doc: "alpha al" });
    const asked = { language: "Plain Text", words: [], areAll: () => true } as const;
    const { validFor } = completed(new CompletionContext(state, 8, false), asked)!;
    const isValid = validFor as (text: string) => boolean;
    expect(["alp", "alpha", "alphab", "al-"].map(isValid)).toEqual([true, false, true, false]);
  });

  it.each<[Language, readonly string[]]>([
    ["Java", ["class", "while", "sout"]],
    ["C++", ["template", "constexpr", "cout"]],
    ["Rust", ["match", "impl", "println"]],
    ["PHP", ["foreach", "function"]],
    ["TypeScript", ["interface", "async"]],
    ["Python", ["lambda", "elif"]],
    ["C#", ["cw"]],
    ["Ruby", ["def"]],
  ])("[Q21] offers keywords or snippets of %s", async (name, some) => {
    const options = await offered("x = 1;\nab", name);
    expect(labels(options)).toEqual(expect.arrayContaining([...some]));
    expect(new Set(labels(options)).size).toBeGreaterThan(3);
  });

  it("[Q21] offers words alone in comments and strings", async () => {
    expect(labels(await offered("int whole; // wh", "Java"))).toEqual(["int", "whole"]);
    expect(labels(await offered('String whole = "wh|";', "Java"))).toEqual(["String", "whole"]);
  });

  it("[Q21] snippets say what they are, and each has a place to go to", () => {
    const all = LANGUAGES.flatMap((name) => snippetsOf(name));
    expect(all.length).toBeGreaterThan(40);
    for (const { detail, apply } of all) {
      expect(detail).toMatch(/^[^\t]{3,40}$/);
      expect(typeof apply).toBe("function");
    }
  });
});
