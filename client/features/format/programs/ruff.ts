// Python, formatted by ruff. Knows no frame.
import * as ruff from "@wasm-fmt/ruff_fmt/ruff_fmt_bg.js";
import { bytesBefore, type Format } from "./format.ts";

export async function startRuff(wasm: BufferSource): Promise<Format> {
  const { __wbg_set_wasm: setWasm, format, format_range: formatRange, ...asked } = ruff;
  const { instance } = await WebAssembly.instantiate(wasm, { "./ruff_fmt_bg.js": asked });
  setWasm(instance.exports);
  return ({ text, indent, part }) => {
    const config =
      indent === "\t"
        ? ({ indent_style: "tab" } as const)
        : ({ indent_style: "space", indent_width: indent.length } as const);
    try {
      if (!part) return { text: format(text, "main.py", config) };
      const range = { start: bytesBefore(text, part.from), end: bytesBefore(text, part.to) };
      const { code, source_range: replaced } = formatRange(text, range, "main.py", config);
      const bytes = new TextEncoder().encode(text);
      const decoder = new TextDecoder();
      const [before, after] = [bytes.subarray(0, replaced.start), bytes.subarray(replaced.end)];
      return { text: decoder.decode(before) + code + decoder.decode(after) };
    } catch (error) {
      // it throws texts
      const [, problem, from] = /^(.+) at byte range (\d+)\.\.\d+$/.exec(String(error)) ?? [];
      if (problem === undefined) throw error;
      const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, Number(from)));
      return { line: before.split("\n").length, problem: problem[0]?.toUpperCase() + problem.slice(1) };
    }
  };
}
