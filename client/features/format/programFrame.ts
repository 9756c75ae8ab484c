// Formats by a program in WebAssembly, in a frame of its own that ends with it. Knows no editor.
import clangFormatUrl from "@wasm-fmt/clang-format/clang-format.wasm?url";
import gofmtUrl from "@wasm-fmt/gofmt/gofmt.wasm?url";
import ruffUrl from "@wasm-fmt/ruff_fmt/ruff_fmt_bg.wasm?url";
import { browserClock } from "../../browser.ts";
import { NoAnswer } from "../../editor/timedThread.ts";
import { fetched, NotFetched } from "../../frame/fetched.ts";
import { type OpenFrame, openFrame } from "../../frame/openFrame.ts";
import type { Answer, Asked } from "./asked.ts";
import type { FormatProgram } from "./languages.ts";
import hostUrl from "./programs/host.ts?apart";
import type { FromHost, ToHost } from "./programs/host.ts";

/** The program ended in the middle. */
export class GaveUp extends Error {}

const WASM: Readonly<Record<FormatProgram, string>> = { clangFormat: clangFormatUrl, gofmt: gofmtUrl, ruff: ruffUrl };

/** All of it; 1.1 MB at most, after the first time from the cache. */
const FETCHED_WITHIN_MS = 60_000;
/** With its start. */
const FORMATTED_WITHIN_MS = 20_000;

async function files(program: FormatProgram): Promise<[script: ArrayBuffer, wasm: ArrayBuffer] | undefined> {
  const late = new AbortController();
  const cancel = browserClock.after(FETCHED_WITHIN_MS, () => late.abort());
  try {
    return await Promise.all([fetched(hostUrl, late.signal), fetched(WASM[program], late.signal)]);
  } catch (error) {
    if (error instanceof NotFetched) return undefined;
    throw error;
  } finally {
    cancel();
  }
}

/** Rejects with NoAnswer where it takes too long, and with GaveUp. */
export async function formattedByProgram(program: FormatProgram, asked: Asked): Promise<Answer> {
  const loaded = await files(program);
  if (!loaded) return { notLoaded: true };
  const [script, wasm] = loaded;
  let frame: OpenFrame | undefined;
  let cancel = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new GaveUp());
      cancel = browserClock.after(FORMATTED_WITHIN_MS, () => reject(new NoAnswer()));
      frame = openFrame(document.body, { where: "worker", script }, "", {
        heard(data) {
          const { answer } = data as FromHost;
          if (answer) resolve(answer);
          else giveUp();
        },
        failed: giveUp,
        gone: giveUp,
      });
      const message: ToHost = { program, wasm, asked };
      frame.say(message);
    });
  } finally {
    cancel();
    frame?.close();
  }
}
