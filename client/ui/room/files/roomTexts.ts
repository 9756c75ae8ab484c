// The texts of a room's files: of those that are open in this window as they are shown, of the others over a connection of its own, as the
// same person. Knows no feature.
import type { Text } from "@codemirror/state";
import { type Document, Refused } from "../../../sync/document.ts";
import type { Participation } from "../../../sync/participation.ts";

/** So many are opened at a time, unless whoever reads is in no hurry. */
const AT_ONCE = 8;

interface RoomTextsOptions {
  /** The text of a file that is open in this window, with all that is typed there. */
  open(file: number): Text | undefined;
  /** Comes into the room once more. */
  enter(): Participation;
  /** UTF-16 units: where those that are not open have more, no more are read */
  readonly mostCharacters: number;
  /** so many are opened at a time */
  readonly atOnce?: number;
  /** The text of a file that is not open in this window has changed. */
  changed?(file: number): void;
}

export class RoomTexts {
  readonly #options: RoomTextsOptions;
  readonly #documents = new Map<number, Document>();
  #session: Participation | undefined;
  /** of what is opened here */
  #characters = 0;

  constructor(options: RoomTextsOptions) {
    this.#options = options;
  }

  /** The text of a file that is there, with all that is typed here. */
  text(file: number): Text | undefined {
    return this.#options.open(file) ?? this.document(file)?.state.doc;
  }

  /** What a file is edited by that was not open in this window when it was read. */
  document(file: number): Document | undefined {
    return this.#documents.get(file);
  }

  /**
   * Has the texts of these files here; calls with each that has come. Those that would be too much, or that cannot be had, are missing
   * afterwards. Rejects with Refused where the room lets nobody in.
   */
  async gather(files: readonly number[], come: () => void = () => {}): Promise<void> {
    const missing = files.filter((file) => this.text(file) === undefined);
    if (missing.length === 0) return;
    if (this.#session === undefined) {
      this.#session = this.#options.enter();
      await this.#session.enter();
    }
    const session = this.#session;
    const next = async (): Promise<void> => {
      for (let file = missing.shift(); file !== undefined; file = missing.shift()) {
        if (this.#characters > this.#options.mostCharacters) return;
        await this.#read(session, file);
        come();
      }
    };
    await Promise.all(Array.from({ length: this.#options.atOnce ?? AT_ONCE }, next));
  }

  async #read(session: Participation, file: number): Promise<void> {
    try {
      const document = await session.open(file).ready();
      this.#documents.set(file, document);
      this.#characters += document.length;
      document.changed(() => this.#options.changed?.(file));
    } catch (error) {
      // deleted for good meanwhile
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Nobody looks any more. */
  async leave(): Promise<void> {
    this.#session?.leave();
  }
}
