// What is used of packages below what they have types for: they would fetch their files, which is not for a frame. Knows no formatter.

declare module "@wasm-fmt/gofmt/gofmt_binding.js" {
  export function format(wasm: WebAssembly.Exports, source: string): string;
}

declare module "@wasm-fmt/clang-format/clang-format.js" {
  export function createModule(options: { readonly wasm: WebAssembly.Module }): object;
}

declare module "@wasm-fmt/clang-format/clang-format-binding.js" {
  export { format, format_byte_range } from "@wasm-fmt/clang-format";
  export function set_wasm(wasm: object): void;
}

declare module "@wasm-fmt/ruff_fmt/ruff_fmt_bg.js" {
  export { format, format_range } from "@wasm-fmt/ruff_fmt";
  export function __wbg_set_wasm(wasm: WebAssembly.Exports): void;
}
