// The history of one file, as the page has it: the columns of its edits, and what the thread with its weave answers. Knows no screen.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ChangeJSON } from "#protocol/changes.ts";
import type { Note } from "#weave/noted.ts";
import { Edits, type SomeEdits } from "./edits.ts";
import type { Answer, Asked, WeaveQuestions } from "./questions.ts";
import type { LogAddress } from "./weaveWorker.ts";
import type { RemoteWeaves } from "./remoteWeaves.ts";

interface FileHistoryOptions {
  readonly address: () => LogAddress;
  /** what was said of its updates */
  readonly notes: () => readonly Note[];
  /** ascending, ms since 1970 at which it was noted what there was */
  readonly walls: () => readonly number[];
}

export class FileHistory {
  readonly file: number;
  readonly edits: Edits;
  readonly #weaves: RemoteWeaves;
  readonly #address: () => LogAddress;
  readonly #notes: () => readonly Note[];
  readonly #version = signal(0);

  constructor(file: number, weaves: RemoteWeaves, { address, notes, walls }: FileHistoryOptions) {
    this.file = file;
    this.edits = new Edits(walls);
    this.#weaves = weaves;
    this.#address = address;
    this.#notes = notes;
    weaves.hear(file, (edits) => this.#add(edits));
  }

  /** up to which it is read; grows while it is */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  /** Reads on to the end of the log. Rejects with ApiError. */
  async read(): Promise<void> {
    await this.#weaves.read(this.file, this.#address(), this.#notes());
  }

  /** How many of the first `version` updates a tab has made. */
  countOf(client: number, version: number): number {
    let count = 0;
    const authors = this.edits.timeLine.authors.values;
    for (let index = 0; index < version; index++) if (authors[index] === client) count++;
    return count;
  }

  /** The version that a tab's update made, by its seq; undefined: it is not read. */
  versionOfUpdate(client: number, seq: number): number | undefined {
    const { values } = this.edits.timeLine.authors;
    let left = seq;
    for (let index = 0; index < this.edits.length; index++)
      if (values[index] === client && --left === 0) return index + 1;
    return undefined;
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
  ask<Name extends keyof WeaveQuestions>(name: Name, ...args: Asked<Name>): Promise<Answer<Name>> {
    return this.#weaves.ask(this.file, name, ...args);
  }

  /** Its weave is kept no longer. */
  forget(): void {
    this.#weaves.forget(this.file);
  }

  #add(edits: SomeEdits): void {
    this.edits.add(edits);
    this.#version.value = this.edits.length;
  }
}
