// The history of one file, as the page has it: the columns of its edits, and what the thread with its weave answers. Knows no screen.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ChangeJSON } from "#protocol/changes.ts";
import { Edits, type SomeEdits } from "./edits.ts";
import type { Answer, Asked, LogAddress, Questions } from "./weaveWorker.ts";
import type { WeaveThread } from "./weaveThread.ts";

export class FileHistory {
  readonly file: number;
  readonly edits = new Edits();
  readonly #thread: WeaveThread;
  readonly #address: () => LogAddress;
  readonly #version = signal(0);

  constructor(file: number, thread: WeaveThread, address: () => LogAddress) {
    this.file = file;
    this.#thread = thread;
    this.#address = address;
    thread.hear(file, (edits) => this.#add(edits));
  }

  /** up to which it is read; grows while it is */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  /** Reads on to the end of the log. Rejects with ApiError. */
  read(): Promise<void> {
    return this.#thread.read(this.file, this.#address());
  }

  /** The text at a version; while it is read, as soon as it is that far. Rejects with ApiError. */
  text(version: number): Promise<string> {
    return this.ask("text", version);
  }

  /** The exact change that makes the text at version `to` of that at `from`, of which either may be the older one. Rejects with ApiError. */
  change(from: number, to: number): Promise<ChangeJSON> {
    return this.ask("change", from, to);
  }

  /** What the weave answers. Rejects with ApiError. */
  ask<Name extends keyof Questions>(name: Name, ...args: Asked<Name>): Promise<Answer<Name>> {
    return this.#thread.ask(this.file, name, ...args);
  }

  forget(): void {
    this.#thread.forget(this.file);
  }

  #add(edits: SomeEdits): void {
    this.edits.add(edits);
    this.#version.value = this.edits.length;
  }
}
