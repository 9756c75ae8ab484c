// Go, formatted by gofmt. Knows no frame.
import { format } from "@wasm-fmt/gofmt/gofmt_binding.js";
import type { Format } from "./format.ts";

export async function startGofmt(wasm: BufferSource): Promise<Format> {
  const { instance } = await WebAssembly.instantiate(wasm);
  (instance.exports["_initialize"] as () => void)();
  return ({ text }) => {
    try {
      return { text: format(instance.exports, text) };
    } catch (error) {
      const [, line, problem] = /^(\d+):\d+: (.+)/.exec((error as Error).message) ?? [];
      if (problem === undefined) throw error;
      return { line: Number(line), problem };
    }
  };
}
