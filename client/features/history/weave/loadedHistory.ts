// The history of one opening of a room: what its server's half tells, and the histories of its files. Draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Participant } from "#protocol/events.ts";
import type {
  BlameAnswer,
  History,
  HistoryFile,
  Mark,
  Origin,
  ServerHistoryMessage,
  ShownEntry,
} from "../../../../server/features/history/messages.ts";
import type { Note } from "#weave/noted.ts";
import { notesIn } from "#weave/notes.ts";
import { stretchesIn } from "#weave/sentBlame.ts";
import type { Stretch } from "#weave/stretches.ts";
import { wallsIn } from "#weave/timeLine.ts";
import { ApiError } from "../../../api.ts";
import { FileHistory } from "./fileHistory.ts";
import { RemoteWeaves, type Thread } from "./remoteWeaves.ts";

interface LoadedHistoryOptions {
  /** Asks the server's half by GET; rejects with ApiError. */
  readonly look: () => Promise<History>;
  /** The numbers of the files that there were at a moment, deleted since or not; in ms since 1970. Rejects with ApiError. */
  readonly filesAt: (time: number) => Promise<readonly number[]>;
  /** Whose the text of a file is at a version. Rejects with ApiError. */
  readonly blame: (file: number, version: number) => Promise<BlameAnswer>;
  /** the address of a file's log, and my secret in the room */
  readonly log: (file: number) => { readonly url: string; readonly key: string | undefined };
  readonly startThread: () => Thread;
  /** Something could not be had: the sentence. */
  readonly failed: (sentence: string) => void;
}

/** How much of what is being read is here, in edits. */
export interface Progress {
  readonly read: number;
  readonly all: number;
}

export class LoadedHistory {
  readonly #options: LoadedHistoryOptions;
  readonly #looked = signal<History | undefined>(undefined);
  readonly #entries = signal<readonly (ShownEntry | null)[]>([]);
  #weaves: RemoteWeaves | undefined;
  readonly #files = new Map<number, FileHistory>();
  /** files that are read now */
  readonly #reading = signal<readonly number[]>([]);
  /** those of `#files`, in the order in which they were opened */
  readonly #opened = signal<readonly FileHistory[]>([]);
  #looking: Promise<void> | undefined;
  /** tabs of which an answer was made that the history did not know, each asked for once: they may be nobody's, as of what the server writes itself */
  readonly #askedTabs = new Set<number>();

  /** all that there were, also the deleted; not those that were deleted for good */
  readonly files: ReadonlySignal<readonly HistoryFile[]> = computed(() => this.#looked.value?.files ?? []);
  readonly people: ReadonlySignal<readonly Participant[]> = computed(() => this.#looked.value?.people ?? []);
  /** undefined: the room is no copy of another */
  readonly origin: ReadonlySignal<Origin | undefined> = computed(() => this.#looked.value?.origin);
  /** what other features tell, in the order of time */
  readonly marks: ReadonlySignal<readonly Mark[]> = computed(() => this.#looked.value?.marks ?? []);
  /** ascending, ms since 1970 at which it was noted what there was */
  readonly walls: ReadonlySignal<readonly number[]> = computed(() => wallsIn(this.#entries.value, this.marks.value));
  /** whose each tab is, by its number */
  readonly #participants = computed(
    () => new Map(this.#looked.value?.tabs.map(([client, participant]) => [client, participant])),
  );
  /** undefined: nothing is being read */
  readonly progress: ReadonlySignal<Progress | undefined> = computed(() => {
    const reading = this.#reading.value;
    if (reading.length === 0) return undefined;
    const read = reading.reduce((sum, file) => sum + (this.#files.get(file)?.version.value ?? 0), 0);
    const all = reading.reduce((sum, file) => sum + this.#versionOf(file), 0);
    return { read, all: Math.max(read, all) };
  });

  constructor(options: LoadedHistoryOptions) {
    this.#options = options;
  }

  /** what people have said, each entry at its version */
  get entries(): ReadonlySignal<readonly (ShownEntry | null)[]> {
    return this.#entries;
  }

  /** those whose edits are here, or are being read */
  get opened(): ReadonlySignal<readonly FileHistory[]> {
    return this.#opened;
  }

  /** whether anything is known yet */
  get isHere(): boolean {
    return this.#looked.value !== undefined;
  }

  person(participant: number | undefined): Participant | undefined {
    return this.people.value.find((one) => one.participant === participant);
  }

  /** The person whose tab it is; undefined of nobody's, as of what the server writes itself. */
  personOf(client: number): Participant | undefined {
    return this.person(this.#participants.value.get(client));
  }

  /** The person on whose behalf a robot writes by this tab; undefined: it writes for nobody. */
  behalfOf(client: number): Participant | undefined {
    const [, , , behalf] = this.#looked.value?.tabs.find(([tab]) => tab === client) ?? [];
    return this.person(behalf);
  }

  /** The numbers of the tabs that a person ever had. */
  clientsOf(participant: number): readonly number[] {
    return [...this.#participants.value].flatMap(([client, whose]) => (whose === participant ? [client] : []));
  }

  /** The numbers of the files that there were at a moment, in ms since 1970. Rejects with ApiError. */
  filesAt(time: number): Promise<readonly number[]> {
    return this.#options.filesAt(Math.floor(time));
  }

  /** Asks what there is now, and reads on in the files that are open. Rejects with ApiError. */
  async refresh(): Promise<void> {
    await this.#look();
    await Promise.all(this.#opened.peek().map((one) => this.#read(one)));
  }

  /** What people have said of a file's updates. */
  notesOf(file: number): readonly Note[] {
    return notesIn(this.#entries.peek(), file, this.#participants.value);
  }

  /** Whose the text of a file is at a version, once it is known who they are; and how many notes that knows of. Rejects with ApiError. */
  async blame(
    file: number,
    version: number,
  ): Promise<{ readonly stretches: readonly Stretch[]; readonly notes: number }> {
    const asked = this.#options.blame(file, version);
    const [answer] = await Promise.all([asked, this.#looked.peek() ?? this.#look()]);
    const unknown = [...answer.putBy, ...answer.writtenBy].filter((client) => !this.#isKnown(client));
    if (unknown.length > 0) await this.#look();
    for (const client of unknown) this.#askedTabs.add(client);
    return { stretches: stretchesIn(answer), notes: answer.notes };
  }

  #isKnown(client: number): boolean {
    return client < 0 || this.#participants.peek().has(client) || this.#askedTabs.has(client);
  }

  /** A file's history, which is being read to its end; what asks it for a version waits as long as that takes. */
  file(number: number): FileHistory {
    const open = this.#files.get(number);
    if (open) return open;
    this.#weaves ??= new RemoteWeaves(this.#options.startThread());
    const history = new FileHistory(number, this.#weaves, {
      address: () => this.#options.log(number),
      notes: () => this.notesOf(number),
      walls: () => this.walls.peek(),
    });
    this.#files.set(number, history);
    this.#opened.value = [...this.#opened.peek(), history];
    this.#read(history).catch((error: unknown) => {
      if (error instanceof ApiError) this.#options.failed(error.message);
      else throw error;
    });
    return history;
  }

  /** What the server's half says. */
  message(message: ServerHistoryMessage): void {
    if (message.type !== "told" || !this.#looked.peek()) return;
    const { from, entries } = message;
    // what is behind a gap is asked for with the rest
    if (from > this.#entries.peek().length) void this.#look().catch(() => {});
    else this.#entries.value = [...this.#entries.peek().slice(0, from), ...entries];
  }

  close(): void {
    this.#weaves?.end();
  }

  #look(): Promise<void> {
    this.#looking ??= this.#options
      .look()
      .then((looked) =>
        batch(() => {
          if (this.#weaves?.isDead) this.#dropWeaves();
          this.#forgetGone(looked.files);
          this.#looked.value = looked;
          this.#entries.value = looked.entries;
        }),
      )
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** What it was asked for is read anew, by another one. */
  #dropWeaves(): void {
    this.#weaves = undefined;
    this.#files.clear();
    this.#opened.value = [];
  }

  /** What was deleted for good is listed no more; a file that was just made is not listed yet. */
  #forgetGone(listed: readonly HistoryFile[]): void {
    const gone = new Set(this.files.peek().map(({ file }) => file));
    for (const { file } of listed) gone.delete(file);
    for (const file of gone) this.#files.get(file)?.forget();
    for (const file of gone) this.#files.delete(file);
    this.#opened.value = this.#opened.peek().filter(({ file }) => !gone.has(file));
  }

  async #read(history: FileHistory): Promise<void> {
    const { file } = history;
    if (this.#reading.peek().includes(file)) return;
    this.#reading.value = [...this.#reading.peek(), file];
    history.edits.reserve(this.#versionOf(file));
    try {
      await history.read();
    } catch (problem) {
      // deleted for good since it was listed: the others are read all the same
      if (!(problem instanceof ApiError && problem.code === "unknown_file")) throw problem;
    } finally {
      this.#reading.value = this.#reading.peek().filter((one) => one !== file);
    }
  }

  #versionOf(file: number): number {
    return this.files.value.find((one) => one.file === file)?.version ?? 0;
  }
}
