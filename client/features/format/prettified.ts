// Formats a text with Prettier, of which each part is loaded when it is needed first. Runs beside the page; knows no editor.
import type { Options, Plugin } from "prettier";
import { format } from "prettier/standalone";
import type { Language } from "#protocol/languages.ts";
import type { Answer, Asked } from "./asked.ts";
import { FORMATTED } from "./languages.ts";

const PLUGINS: Readonly<Record<string, () => Promise<Plugin>>> = {
  babel: () => import("prettier/plugins/babel"),
  estree: () => import("prettier/plugins/estree") as Promise<Plugin>,
  html: () => import("prettier/plugins/html"),
  markdown: () => import("prettier/plugins/markdown"),
  postcss: () => import("prettier/plugins/postcss"),
  typescript: () => import("prettier/plugins/typescript"),
  yaml: () => import("prettier/plugins/yaml"),
};

/** As Prettier's errors of syntax are. */
const isOfSyntax = (error: unknown): error is Error & { readonly loc: { readonly start: { readonly line: number } } } =>
  error instanceof Error && "loc" in error;

export async function prettified({ text, language, indent, part }: Asked): Promise<Answer> {
  const formatted = FORMATTED[language];
  if (!formatted || !("parser" in formatted)) return invariant(language);
  const { parser, plugins: names } = formatted;
  const plugins = await Promise.all(names.map((name) => PLUGINS[name]!())).catch(() => undefined);
  if (plugins === undefined) return { notLoaded: true };
  const options: Options = {
    parser,
    plugins,
    useTabs: indent === "\t",
    ...(indent !== "\t" && { tabWidth: indent.length }),
    ...(part && { rangeStart: part.from, rangeEnd: part.to }),
  };
  try {
    return { text: await format(text, options) };
  } catch (error) {
    if (!isOfSyntax(error)) throw error;
    return { problem: reasonIn(error.message), line: error.loc.start.line };
  }
}

function invariant(language: Language): never {
  throw new Error(`invariant: Prettier does not format ${language}`);
}

/** Without the place and the lines around it. */
const reasonIn = (message: string): string =>
  (message.split("\n")[0] ?? "").replace(/\s*\(\d+:\d+\)$/, "").replace(/\.$/, "");
