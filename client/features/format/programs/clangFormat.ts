// C and what is written like it, formatted by clang-format, which finds no errors. Knows no frame.
import { createModule } from "@wasm-fmt/clang-format/clang-format.js";
import {
  format,
  format_byte_range as formatRange,
  set_wasm as setWasm,
} from "@wasm-fmt/clang-format/clang-format-binding.js";
import type { Language } from "#protocol/languages.ts";
import { bytesBefore, type Format } from "./format.ts";

/** By its name it knows a language. */
const NAMES: Partial<Record<Language, string>> = {
  C: "main.c",
  "C++": "main.cc",
  "C#": "main.cs",
  Java: "main.java",
  "Objective-C": "main.m",
  ProtoBuf: "main.proto",
};

/** What most write them in; the others are LLVM's. */
const STYLES: Partial<Record<Language, string>> = { "C#": "Microsoft", Java: "Google" };

function styleOf(language: Language, indent: string): string {
  const width = indent === "\t" ? 4 : indent.length;
  return `{BasedOnStyle: ${STYLES[language] ?? "LLVM"}, IndentWidth: ${width}, TabWidth: ${width}, AccessModifierOffset: -${width},
UseTab: ${indent === "\t" ? "ForIndentation" : "Never"}, InsertNewlineAtEOF: true}`;
}

export async function startClangFormat(wasm: BufferSource): Promise<Format> {
  setWasm(createModule({ wasm: await WebAssembly.compile(wasm) }));
  return ({ text, language, indent, part }) => {
    const [name, style] = [NAMES[language] ?? "main.cc", styleOf(language, indent)];
    if (!part) return { text: format(text, name, style) };
    const from = bytesBefore(text, part.from);
    return { text: formatRange(text, from, bytesBefore(text, part.to) - from, name, style) };
  };
}
