// One frame of the page with a script in it, and whether it is alive. Knows no language, and trusts nothing that it says.
import { browserClock } from "../browser.ts";
import frameUrl from "./frame.ts?frame";
import { buffersIn, type Handed } from "./messages.ts";

/** Until its own empty page is there. @public */
export const FRAME_MS = 15_000;
const PULSE_MS = 1_000;
/** A machine that is busy answers late: this many in a row are none. */
const MISSED = 5;

export interface FrameListener {
  /** Anything at all, from the script. */
  heard(data: unknown): void;
  /** It could not be started. */
  failed(): void;
  /** It answers no more. */
  gone(): void;
}

export interface OpenFrame {
  /** Buffers are handed on with it: they are here no longer. */
  say(message: unknown): void;
  /** Ends whatever runs in it. */
  close(): void;
}

/** `title`: what a screen reader calls the frame. */
export function openFrame(host: HTMLElement, handed: Handed, title: string, listener: FrameListener): OpenFrame {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.referrerPolicy = "no-referrer";
  frame.title = title;
  frame.hidden = handed.where === "worker";
  const [program, pulse] = [new MessageChannel(), new MessageChannel()];
  program.port1.onmessage = ({ data }) => listener.heard(data);

  let missed = 0;
  let cancel = browserClock.after(FRAME_MS, () => listener.failed());
  const beat = (): void => {
    if (missed >= MISSED) return listener.gone();
    missed++;
    pulse.port1.postMessage("alive?");
    cancel = browserClock.after(PULSE_MS, beat);
  };
  pulse.port1.onmessage = ({ data }) => {
    missed = 0;
    if (data === "failed") listener.failed();
  };
  frame.addEventListener(
    "load",
    () => {
      cancel();
      frame.contentWindow?.postMessage(handed, "*", [program.port2, pulse.port2]);
      beat();
    },
    { once: true },
  );
  frame.src = frameUrl;
  host.append(frame);
  return {
    say: (message) => program.port1.postMessage(message, buffersIn(message)),
    close() {
      cancel();
      program.port1.close();
      pulse.port1.close();
      frame.remove();
    },
  };
}
