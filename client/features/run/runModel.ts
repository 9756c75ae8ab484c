// One opening of a room's runs: what was read of them, who may run code, and what this person is told of the others' runs. Draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Role } from "#protocol/events.ts";
import type {
  ClientRunMessage,
  Phase,
  ServerRunMessage,
  ShownEntry,
  Who,
} from "../../../server/features/run/messages.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { isConnected, keepsTyping } from "../../sync/status.ts";
import type { EntryPage } from "../../ui/parts/logs/loadedEntries.ts";
import { LogReader } from "../../ui/parts/logs/logReader.ts";
import { PAGE_ENTRIES } from "./bounds.ts";
import { overWords, runOver } from "./endWords.ts";
import type { ShownRun } from "./hereRuns.ts";
import { type ControlsRoom, type ControlsSurroundings, RunControls } from "./runControls.ts";
import { LoadedRuns, type Reading } from "./loadedRuns.ts";
import { words } from "./words.ts";

/** So many are read when a person comes in: enough to know whether something runs. */
const FIRST_ENTRIES = 30;
/** Entries. */
const MOST_BEHIND = 2_000;
/** UTF-16 units of what was printed stay in memory, and the newest run. */
const MOST_LOADED = 4_000_000;

/** What running code needs of the page. */
export interface RunSurroundings extends ControlsSurroundings {
  /** Shows the output to somebody who has done nothing for it, or says that there is some: in a sentence. */
  offer(sentence: string): void;
  /** Folds what lies over the code. */
  uncover(): void;
  /** Runs once the page shows what has changed. */
  next(run: () => void): void;
  /** Somebody asks this person to run something; `go` does. */
  asked(sentence: string, about: string, go: () => void): void;
}

/** What it needs of the room. */
export type RunRoom = ControlsRoom &
  Pick<PageRoom, "explain"> & {
    readonly people: Pick<PageRoom["people"], "person" | "nameOf" | "clients">;
    readonly view: Pick<PageRoom["view"], "goToLine">;
  };

export class RunModel {
  readonly room: RunRoom;
  readonly controls: RunControls;
  readonly reading = signal<Reading>({ runs: [], asked: [], cleared: undefined });
  /** as this person sees them, the newest last */
  readonly runs = computed<readonly ShownRun[]>(
    () => this.controls.here.value?.merged(this.reading.value.runs) ?? this.reading.value.runs,
  );
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly isOpen = signal(false);
  /** runs of others that this person has not seen */
  readonly unseen = signal(0);
  readonly mayRunWho = signal<Who>("editors");
  readonly phases = signal<ReadonlyMap<number, Phase>>(new Map());
  /** whether this person wants all output to go is asked */
  readonly isAskedToClear = signal(false);

  readonly mayRun = computed(
    () => keepsTyping(this.room.status.value) && this.#isForRole(this.room.people.you.value?.role),
  );
  /** may say what holds for everybody */
  readonly mayRule = computed(() => isConnected(this.room.status.value) && this.room.people.isOwner.value);
  /** may have the others asked: this person's role keeps them from it, not that the room is closed, and another's here does not */
  readonly mayAsk = computed(() => {
    const { people, status } = this.room;
    const { value: you } = people.you;
    if (!isConnected(status.value) || you === undefined || this.#isForRole(you.role)) return false;
    const here = [...people.clients.value.values()].map(({ participant }) => people.person(participant));
    // a robot presses nothing
    return here.some((one) => one?.robot === undefined && this.#isForRole(one?.role));
  });
  /** the newest run of this person that goes on */
  readonly own = computed(() => {
    const me = this.room.people.you.value?.participant;
    return this.runs.value.findLast(({ participant, ended }) => participant === me && !ended);
  });

  /** of which there is something to press: running code, or stopping what this person has started, also where they may not run any more */
  readonly hasButton = computed(
    () => this.mayRun.value || (this.own.value !== undefined && this.controls.mayStop(this.own.value)),
  );

  /** the newest that is over */
  readonly lastOver = computed(() => {
    const last = this.runs.value.findLast(({ ended }) => ended);
    return last && runOver(last);
  });

  readonly #surroundings: RunSurroundings;
  readonly #log = new LogReader<ShownEntry, LoadedRuns>({
    begin: (at) => new LoadedRuns(at),
    ask: (from, to) => this.#send({ type: "read", from, to }),
    pageEntries: PAGE_ENTRIES,
    mostBehind: MOST_BEHIND,
  });
  /** somebody else has run something, for the first time here */
  #hasOffered = false;

  constructor(room: RunRoom, surroundings: RunSurroundings) {
    this.room = room;
    this.#surroundings = surroundings;
    this.hasOlder = this.#log.hasOlder;
    this.isLoading = this.#log.isLoading;
    this.controls = new RunControls(room, surroundings, this.mayRun);
  }

  /** As the room's owners decide it; nobody runs anything in a closed room. */
  #isForRole(role: Role | undefined): boolean {
    const who = this.mayRunWho.value;
    return who !== "nobody" && (role === "owner" || (role === "editor" && who === "editors"));
  }

  // ---- what a person does

  /** The output is there to be read from now on, or not any more. */
  setOpen(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    if (!isOpen) {
      this.controls.askedToShow.value = undefined;
      this.isAskedToClear.value = false;
      return;
    }
    this.unseen.value = 0;
    if (this.reading.value.runs.length < 5) this.readOlder();
    else this.#readOn();
  }

  /** Asks the others to run the file that is shown. */
  askOthers(): void {
    this.#send({ type: "ask", id: this.#surroundings.newId(), file: this.room.tabs.shown.peek() });
    this.#surroundings.show(words.peek().haveAsked);
  }

  askToClear(): void {
    this.#surroundings.open();
    this.isAskedToClear.value = true;
  }

  clear(): void {
    this.#send({ type: "clear" });
  }

  setMayRun(mayRun: Who): void {
    this.#send({ type: "setting", mayRun });
  }

  /** Shows a line of the code; where the output lies over it, it gives way. */
  goToLine(line: number, file: number): void {
    this.#surroundings.uncover();
    this.#surroundings.next(() => this.room.view.goToLine(line, file));
  }

  readOlder(): void {
    this.#log.readOlder();
  }

  #send(message: ClientRunMessage): void {
    this.room.send(message);
  }

  // ---- what the other half says

  message(data: unknown): void {
    // from the server that this page came from
    const told = data as ServerRunMessage;
    batch(() => {
      switch (told.type) {
        case "head":
          return this.#onHead(told);
        case "entries":
          return this.#onEntries(told);
        case "page":
          return this.#onPage(told);
        case "refused":
          return this.#onRefused(told);
        case "mayRun":
          this.mayRunWho.value = told.who;
          return;
        case "phase":
          this.phases.value = new Map(this.phases.peek()).set(told.run, told);
          return;
        case "server":
        case "typed":
        case "taken":
        case "stop":
          return this.controls.message(told);
      }
    });
  }

  /** The connection is there, for the first time or again; or this window was too slow; or there is less in it. */
  #onHead({ start, head, isAnew }: Extract<ServerRunMessage, { type: "head" }>): void {
    const anew = this.#log.head(start, head, isAnew);
    if (anew && head > start) this.#log.read(Math.max(start, head - FIRST_ENTRIES), head);
    // what is shown stays until it is read anew
    if (!isAnew) this.#changed();
    this.#readOn();
    this.controls.back();
  }

  #onEntries(page: EntryPage<ShownEntry>): void {
    const from = this.#log.entries(page);
    this.#forget();
    this.#changed();
    // what is read later is no news
    const head = this.#log.log?.head ?? 0;
    if (from === page.from) for (let version = from; version < head; version++) this.#tell(version);
    this.#readOn();
  }

  #onPage(page: EntryPage<ShownEntry>): void {
    if (!this.#log.page(page)) return;
    this.#forget();
    this.#changed();
    this.#readOn();
  }

  #onRefused({ id, why, sentence, retryAfterMs }: Extract<ServerRunMessage, { type: "refused" }>): void {
    if (id !== undefined) this.controls.refused(id);
    // that is seen where it is
    if (why === "notRunning") return;
    this.#surroundings.show(words.peek().refused[why]?.(retryAfterMs) ?? sentence);
  }

  // ---- reading

  /** What was missed first; then what is needed to show a run from its beginning. */
  #readOn(): void {
    if (this.#log.readOn()) return;
    const { cutOff } = this.#log.log ?? {};
    if (cutOff === undefined || cutOff.run < this.#log.start || (cutOff.hasEnded && !this.isOpen.peek())) return;
    this.#log.readOlder(cutOff.run);
  }

  /** Keeps what is in memory within bounds: the oldest runs can be read again. */
  #forget(): void {
    const { runs } = this.#log.log?.read() ?? { runs: [] };
    let characters = 0;
    for (const { run, parts } of runs.toReversed()) {
      characters += parts.reduce((sum, part) => sum + ("text" in part ? part.text.length : 0), 0);
      const next = runs.find((one) => one.run > run);
      if (characters > MOST_LOADED && next) return this.#log.forget(next.run);
    }
  }

  #changed(): void {
    const reading = this.#log.log?.read();
    if (!reading) return;
    this.reading.value = reading;
    this.controls.follow(reading.runs);
    const going = [...this.phases.peek()].filter(([run]) => reading.runs.some((one) => one.run === run && !one.ended));
    if (going.length < this.phases.peek().size) this.phases.value = new Map(going);
  }

  /** What has happened just now. */
  #tell(version: number): void {
    const entry = this.#log.log?.at(version);
    const me = this.room.people.you.peek()?.participant;
    if (entry?.type === "cleared") {
      this.#log.beginsAt(version);
      this.controls.here.peek()?.clear();
    }
    if (entry?.type === "started" && entry.participant !== me && !this.isOpen.peek()) {
      this.unseen.value += 1;
      if (!this.#hasOffered)
        this.#surroundings.offer(words.peek().runs(this.room.people.nameOf(entry.participant), entry.path));
      this.#hasOffered = true;
    }
    if (entry?.type === "asked" && entry.participant !== me && this.mayRun.peek()) {
      const { file, path, participant } = entry;
      const go = (): void => this.controls.run(file);
      this.#surroundings.asked(
        words.peek().asksToRun(this.room.people.nameOf(participant), path),
        `run of ${file}`,
        go,
      );
    }
    if (entry?.type !== "ended") return;
    const run = this.reading.peek().runs.find((one) => one.run === entry.run);
    if (!run || this.controls.wasEndSaid(run.id)) return;
    if (run.participant === me || this.isOpen.peek()) this.#surroundings.say(overWords(run.path, run.place, entry));
  }
}
