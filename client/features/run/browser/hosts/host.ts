// What every runtime in a frame has to do with the page: output, lines of input, an end. Knows no language.
import { Batches } from "../../../../frame/batches.ts";
import { buffersIn, type Said, type ConsoleStream } from "../../../../frame/messages.ts";
import { type FromProgram, type Program, type ProgramEnd, type Runtime, type ToProgram } from "../messages.ts";

/** What a program's code has of the world. */
export interface Console {
  write(stream: ConsoleStream, text: string): void;
  /** The next line without its end; undefined: there is none. */
  readLine(): Promise<string | undefined>;
  /** As readLine, for who cannot wait: what was not there at the start is not there. */
  readLineNow(): string | undefined;
}

export interface LanguageHost {
  /** Resolves with a snapshot that is worth keeping, if one was made. */
  load(runtime: Runtime): Promise<ArrayBuffer | undefined>;
  run(program: Program, console: Console): Promise<ProgramEnd>;
}

/** Lines that were given before, then those that are typed. */
class Lines {
  readonly #asks: () => void;
  #text: string;
  #isOver: boolean;
  #waiting: ((line: string | undefined) => void)[] = [];

  constructor(text: string, isOver: boolean, asks: () => void) {
    this.#text = text;
    this.#isOver = isOver;
    this.#asks = asks;
  }

  add(line: string): void {
    this.#text += line.endsWith("\n") ? line : `${line}\n`;
    this.#serve();
  }

  end(): void {
    this.#isOver = true;
    this.#serve();
  }

  next(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#serve();
      if (this.#waiting.length > 0) this.#asks();
    });
  }

  /** Undefined where there is none now. */
  now(): string | undefined {
    const end = this.#text.indexOf("\n");
    if (end < 0 && (!this.#isOver || this.#text === "")) return undefined;
    const line = end < 0 ? this.#text : this.#text.slice(0, end);
    this.#text = end < 0 ? "" : this.#text.slice(end + 1);
    return line;
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const line = this.now();
      if (line === undefined && !this.#isOver) return;
      this.#waiting.shift()?.(line);
    }
  }
}

/** In the window it batches itself what it writes; a worker's frame does, which no loop of the program holds up. */
const batchesItself = "document" in globalThis;

/** Serves the page with the host, over the port that the frame hands on. */
export function serve(host: LanguageHost): void {
  addEventListener("message", function handed({ ports: [port] }: MessageEvent) {
    if (!port) return;
    removeEventListener("message", handed);
    const send = (message: Said): void => port.postMessage(message, buffersIn(message));
    const batches = new Batches(send);
    const say = (message: FromProgram): void => (batchesItself ? batches.take(message) : send(message));
    let written = 0;
    let mostWritten = Infinity;
    const write = (stream: ConsoleStream, text: string): void => {
      // the page ends it for that
      if (written > mostWritten) return;
      written += text.length;
      say({ type: "output", stream, text: text.slice(0, mostWritten + 1) });
    };
    let lines: Lines | undefined;
    const run = async (program: Program): Promise<ProgramEnd> => {
      mostWritten = program.outputBytes;
      const given = (lines = new Lines(program.input, program.inputEnds, () => say({ type: "asks" })));
      return host.run(program, { write, readLine: () => given.next(), readLineNow: () => given.now() });
    };
    const end = (ended: ProgramEnd): void => say({ type: "ended", ...ended });
    const fail = (): void => end({ outcome: "load_failed" });
    port.onmessage = ({ data }: MessageEvent<ToProgram>) => {
      if (data.type === "input") lines?.add(data.text);
      else if (data.type === "endInput") lines?.end();
      else if (data.type === "run") void run(data.program).then(end, fail);
      else void host.load(data.runtime).then((snapshot) => say({ type: "loaded", snapshot }), fail);
    };
  });
}
