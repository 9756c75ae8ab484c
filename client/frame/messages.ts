// What the page hands a frame, and what is said over its port whatever runs in it. Knows no language.

export type ConsoleStream = "stdout" | "stderr";

export interface Output {
  readonly type: "output";
  readonly stream: ConsoleStream;
  readonly text: string;
}

/** Anything that is said on the port of a frame; output of it is batched. */
export type Said = Output | { readonly type: string };

/** Whether it has a text to be batched. */
export const isOutput = (said: Said): said is Output => said.type === "output";

/** What the frame is handed, once, with two ports: the script's, and one on which it answers whatever it is asked. */
export interface Handed {
  /** Where the script runs: in a worker, or in the frame's window, where it shows something. */
  readonly where: "worker" | "window";
  readonly script: ArrayBuffer;
}

/** The buffers of a message, which are handed on and not copied: what runs a language is large. */
export function buffersIn(message: unknown): ArrayBuffer[] {
  if (message instanceof ArrayBuffer) return [message];
  if (message instanceof Map) return [...message.values()].flatMap(buffersIn);
  return typeof message === "object" && message !== null ? Object.values(message).flatMap(buffersIn) : [];
}
