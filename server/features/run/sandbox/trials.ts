// Which languages this machine can run: each toolchain is asked for its version, prepared, and tried in a box. Knows no run of a room.
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { COMPILE_LIMITS, PREPARE_LIMITS, PREPARED_BYTES } from "./bounds.ts";
import { type Boxed, type BoxedEnd, BoxedProcess } from "./boxedProcess.ts";
import { makeFolder } from "./folders.ts";
import { type Toolchain, TOOLCHAINS } from "./languages.ts";
import { type FoundToolchain, type RunServices, SandboxRun } from "./run.ts";
import { tar } from "./tar.ts";
import type { Workshop } from "./workshop.ts";

/** Of what no room has asked for. */
const NOBODY = { key: "", origin: "" };

export const LANGUAGES: readonly string[] = [...new Set(TOOLCHAINS.map(({ language }) => language))];

export class Trials {
  readonly #workshop: Workshop;
  readonly #services: RunServices;
  readonly #signal: AbortSignal;
  readonly #folders: string[] = [];

  /** `signal`: when to try no more. */
  constructor(workshop: Workshop, services: RunServices, signal: AbortSignal) {
    this.#workshop = workshop;
    this.#services = services;
    this.#signal = signal;
  }

  /** The first toolchain of a language that runs its trial. Never rejects. */
  async find(language: string): Promise<FoundToolchain | undefined> {
    for (const toolchain of TOOLCHAINS.filter((each) => each.language === language))
      try {
        const version = await this.#versionOf(toolchain);
        if (version === undefined) continue;
        const found = { toolchain, version, prepared: await this.#prepare(toolchain) };
        if (await this.#works(found)) return found;
      } catch (error) {
        if (this.#signal.aborted) return undefined;
        this.#services.failed(error);
      }
    return undefined;
  }

  /** What is set of a compiler's other bounds is of what rooms give it. */
  get #memory(): { readonly memoryBytes: number } {
    return { memoryBytes: this.#services.compilerLimits.memoryBytes };
  }

  /** When no run is left. */
  async close(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  async #versionOf({ version: command, environment = {} }: Toolchain): Promise<string | undefined> {
    const limits = { ...COMPILE_LIMITS, ...this.#memory };
    const { end, said } = await this.#boxed({ limits, environment, files: tar([]), command });
    if (end.exitCode !== 0) return undefined;
    return said
      .split("\n")
      .find((line) => /\d/.test(line))
      ?.trim();
  }

  /** The folder that a toolchain's compiler reads, unpacked: made of our own source, and of no person's. */
  async #prepare({ prepare, environment = {} }: Toolchain): Promise<string | undefined> {
    if (prepare === undefined) return undefined;
    const { files, command } = prepare;
    const limits = { ...PREPARE_LIMITS, ...this.#memory };
    const boxed = { limits, environment, files: tar(files), command, givenBytes: PREPARED_BYTES };
    const { end, said } = await this.#boxed(boxed);
    if (end.exitCode !== 0) throw new Error(`a toolchain was not prepared (${end.stopped ?? said.trim()})`);
    const folder = await makeFolder();
    this.#folders.push(folder);
    const archive = join(folder, "prepared.tar");
    await writeFile(archive, end.given);
    await promisify(execFile)(this.#workshop.tools.tar, ["-xf", archive, "-C", folder, "--no-same-owner"], { env: {} });
    await rm(archive);
    return folder;
  }

  async #works(found: FoundToolchain): Promise<boolean> {
    const { language, trial } = found.toolchain;
    const [main, text] = trial;
    const job = { ...NOBODY, language, files: new Map([[main, text]]), main };
    const run = new SandboxRun({ ...this.#services, found: () => Promise.resolve(found) }, job);
    const stop = (): void => run.stop();
    this.#signal.addEventListener("abort", stop, { once: true });
    let output = "";
    for await (const event of run) if (event.type === "output" && event.stream === "stdout") output += event.text;
    this.#signal.removeEventListener("abort", stop);
    return output === "ok\n";
  }

  async #boxed(options: Omit<Boxed, "slot" | "typed">): Promise<{ end: BoxedEnd; said: string }> {
    const slot = await this.#services.queue.take(NOBODY, () => {}, this.#signal);
    try {
      let said = "";
      const boxed = { ...options, slot: slot.number, typed: "" };
      const output = (_stream: unknown, bytes: Buffer): void => void (said += bytes.toString());
      const process = await BoxedProcess.start(this.#workshop, boxed, { output });
      const stop = (): void => process.stop();
      this.#signal.addEventListener("abort", stop, { once: true });
      if (this.#signal.aborted) stop();
      const end = await process.ended;
      this.#signal.removeEventListener("abort", stop);
      return { end, said };
    } finally {
      slot.giveBack();
    }
  }
}
