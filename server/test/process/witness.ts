// Sees every frame that clients are shown, to hold it against the log afterwards. Knows frames, not editors.
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { decodeServerMessage, type ServerMessage } from "../../protocol/serverMessages.ts";

export class Witness {
  /** version → the update that takes the text from there, as JSON, the first time that anybody was shown it */
  readonly updates = new Map<number, string>();
  /** version → the text that somebody was given there */
  readonly texts = new Map<number, string>();
  /** versions at which two clients were shown different things */
  readonly contradictions: number[] = [];
  /** codes of the errors that clients were told, in order */
  readonly codes: string[] = [];
  #opened = 0;
  #waiting: { count: number; resolve: () => void }[] = [];

  /** How many sockets have been opened. */
  get opened(): number {
    return this.#opened;
  }

  /** The same sockets, watched. */
  watch(open: OpenSocket): OpenSocket {
    return (handlers) => {
      this.#opened++;
      return open({
        ...handlers,
        frame: (data) => {
          this.#see(decodeServerMessage(data));
          handlers.frame(data);
        },
      });
    };
  }

  #see(message: ServerMessage): void {
    if (message.type === "error") this.codes.push(message.code);
    if (message.type === "file" && message.text !== undefined) this.#keep(this.texts, message.version, message.text);
    if (message.type !== "updates") return;
    message.updates.forEach((update, index) =>
      this.#keep(this.updates, message.version + index, JSON.stringify(update)),
    );
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.updates.size < count) return true;
      resolve();
      return false;
    });
  }

  #keep(seen: Map<number, string>, version: number, what: string): void {
    const before = seen.get(version);
    if (before === undefined) seen.set(version, what);
    else if (before !== what) this.contradictions.push(version);
  }

  /** Resolves when so many more updates were seen by anybody than are now. */
  more(updates: number): Promise<void> {
    const count = this.updates.size + updates;
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}
