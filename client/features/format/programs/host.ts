// Formats one text in a worker of a frame, with the program that the page hands over. Knows no page.
import type { Answer, Asked } from "../asked.ts";
import type { FormatProgram } from "../languages.ts";
import { startClangFormat } from "./clangFormat.ts";
import type { Format } from "./format.ts";
import { startGofmt } from "./gofmt.ts";
import { startRuff } from "./ruff.ts";

export interface ToHost {
  readonly program: FormatProgram;
  readonly wasm: ArrayBuffer;
  readonly asked: Asked;
}

/** Undefined: the program ended in the middle. */
export interface FromHost {
  readonly type: "formatted";
  readonly answer: Answer | undefined;
}

const START: Readonly<Record<FormatProgram, (wasm: ArrayBuffer) => Promise<Format>>> = {
  clangFormat: startClangFormat,
  gofmt: startGofmt,
  ruff: startRuff,
};

addEventListener("message", ({ ports: [port] }: MessageEvent) => {
  if (!port) return;
  const say = (answer: Answer | undefined): void => {
    const message: FromHost = { type: "formatted", answer };
    port.postMessage(message);
  };
  port.onmessage = ({ data: { program, wasm, asked } }: MessageEvent<ToHost>) =>
    void START[program](wasm)
      .then((format) => format(asked))
      .then(say, () => say(undefined));
});
