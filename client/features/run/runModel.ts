// One opening of a room's runs: what was read of them, who may run what where, what this person has started. Draws nothing.
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Language } from "#protocol/languages.ts";
import type {
  ClientRunMessage,
  Phase,
  RunPlace,
  ServerRunMessage,
  ServerState,
  ShownEntry,
  Who,
} from "../../../server/features/run/messages.ts";
import { languageOf } from "../../editor/fileNames.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { isConnected, keepsTyping, takesChanges } from "../../sync/status.ts";
import type { EntryPage } from "../../ui/loadedEntries.ts";
import { LogReader } from "../../ui/logReader.ts";
import { OUTPUT_BYTES, PAGE_ENTRIES } from "./bounds.ts";
import type { BrowserRunner } from "./browser/index.ts";
import { BROWSER_LANGUAGES, takesInput } from "./browserLanguages.ts";
import { endWords, runOver } from "./endWords.ts";
import type { HereRun } from "./hereRun.ts";
import type { HereRuns, ShownRun } from "./hereRuns.ts";
import type { ProgramTexts } from "./programTexts.ts";
import { LoadedRuns, type Reading, type Run, type RunEnd } from "./loadedRuns.ts";
import type { RunMemory } from "./runMemory.ts";
import { placesOf, type Reach, whyNowhere } from "./whereToRun.ts";
import { words } from "./words.ts";

/** So many are read when a person comes in: enough to know whether something runs. */
const FIRST_ENTRIES = 30;
/** Entries. */
const MOST_BEHIND = 2_000;
/** UTF-16 units of what was printed stay in memory, and the newest run. */
const MOST_LOADED = 4_000_000;
/** What the server has not begun by then is asked for again, which is harmless. */
const AGAIN_AFTER_MS = 5_000;
/** Typing is looked at again after this, whether it is saved. */
const SAVED_WITHIN_MS = 50;

/** What running code needs of the page. */
export interface RunPage {
  readonly memory: RunMemory;
  newId(): string;
  /** ms since 1970, by the server's clock */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Shows the output. */
  open(): void;
  /** Shows the output to somebody who has done nothing for it, or says that there is some: in a sentence. */
  offer(sentence: string): void;
  /** Folds what lies over the code. */
  uncover(): void;
  /** Takes away the earlier text that lies over the code; undefined: none does. */
  toNow(): ((stay?: number) => void) | undefined;
  /** Runs once the page shows what has changed. */
  next(run: () => void): void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** Somebody asks this person to run something; `go` does. */
  asked(sentence: string, about: string, go: () => void): void;
  /** Texts of the room by their paths: all, or those that are open in this window; of the others, the paths. */
  texts(which: "all" | "open"): Promise<ProgramTexts>;
  /** What follows the runs of this browser; rejects where it cannot be had. */
  hereRuns(): Promise<{ readonly HereRuns: typeof HereRuns }>;
  /** What runs a program where nothing of it is seen; rejects where it cannot be had. */
  runner(): Promise<BrowserRunner>;
}

/** What it needs of the room. */
export type RunRoom = Pick<PageRoom, "roomId" | "room" | "status" | "send" | "explain"> & {
  readonly people: Pick<PageRoom["people"], "you">;
  readonly tabs: Pick<PageRoom["tabs"], "shown">;
  readonly view: Pick<PageRoom["view"], "goToLine">;
};

/** What this person has started and is not over. */
interface Own {
  readonly id: string;
  readonly place: RunPlace;
  readonly file: number;
  readonly language: Language;
  /** what it is to read, typed before */
  readonly input: string;
}

export class RunModel {
  readonly room: RunRoom;
  readonly reading = signal<Reading>({ runs: [], asked: [], cleared: undefined });
  /** what runs in this browser; undefined: nothing has yet */
  readonly here = signal<HereRuns | undefined>(undefined);
  /** as this person sees them, the newest last */
  readonly runs = computed<readonly ShownRun[]>(
    () => this.here.value?.merged(this.reading.value.runs) ?? this.reading.value.runs,
  );
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly isOpen = signal(false);
  /** runs of others that this person has not seen */
  readonly unseen = signal(0);
  readonly mayRunWho = signal<Who>("editors");
  readonly server = signal<ServerState>({ type: "server", state: "off", languages: [], outputBytes: OUTPUT_BYTES });
  readonly phases = signal<ReadonlyMap<number, Phase>>(new Map());
  /** asked for, and not begun */
  readonly starting = signal<Own | undefined>(undefined);
  /** what a program is to read that cannot ask while it runs */
  readonly inputBefore = signal("");
  /** the page that this person wants to see, and is asked about first */
  readonly askedToShow = signal<number | undefined>(undefined);
  /** whether this person wants all output to go is asked */
  readonly isAskedToClear = signal(false);
  readonly #place = signal<RunPlace>("browser");
  #showsPages: boolean;

  readonly mayRun = computed(() => {
    const role = this.room.people.you.value?.role;
    return (
      keepsTyping(this.room.status.value) &&
      (role === "owner" || (role === "editor" && this.mayRunWho.value === "editors")) &&
      this.mayRunWho.value !== "nobody"
    );
  });
  /** may say what holds for everybody */
  readonly mayRule = computed(
    () => isConnected(this.room.status.value) && this.room.people.you.value?.role === "owner",
  );
  /** may have the others asked */
  readonly mayAsk = computed(
    () =>
      isConnected(this.room.status.value) &&
      this.room.people.you.value !== undefined &&
      !this.mayRun.value &&
      this.mayRunWho.value !== "nobody",
  );
  /** of the file that is shown */
  readonly language = computed(() => this.#languageOf(this.room.tabs.shown.value));
  /** where that can be run; the one that is taken comes first */
  readonly places = computed(() => this.#placesOf(this.language.value));
  /** the newest run of this person that goes on */
  readonly own = computed(() => {
    const me = this.room.people.you.value?.participant;
    return this.runs.value.findLast(({ participant, ended }) => participant === me && !ended);
  });

  /** of which there is something to press: running code, or stopping what this person has started, also where they may not run any more */
  readonly hasButton = computed(
    () => this.mayRun.value || (this.own.value !== undefined && this.mayStop(this.own.value)),
  );

  /** the newest that is over */
  readonly lastOver = computed(() => {
    const last = this.runs.value.findLast(({ ended }) => ended);
    return last && runOver(last);
  });

  readonly #page: RunPage;
  readonly #unwatch: () => void;
  readonly #log = new LogReader<ShownEntry, LoadedRuns>({
    begin: (at) => new LoadedRuns(at),
    ask: (from, to) => this.#send({ type: "read", from, to }),
    pageEntries: PAGE_ENTRIES,
    mostBehind: MOST_BEHIND,
  });
  #cancelAgain = (): void => {};
  /** somebody else has run something, for the first time here */
  #hasOffered = false;
  /** asked for by these, and not wanted when it began */
  readonly #givenUp = new Set<string>();
  /** ended before the room could know, by their ids: that was said then */
  readonly #saidBefore = new Set<string>();

  constructor(room: RunRoom, page: RunPage) {
    this.room = room;
    this.#page = page;
    this.hasOlder = this.#log.hasOlder;
    this.isLoading = this.#log.isLoading;
    this.#place.value = page.memory.place;
    this.#showsPages = page.memory.showsPages(room.roomId);
    // its status is another one with each edit that waits
    const away = computed(() => isAway(room));
    this.#unwatch = effect(() => {
      if (away.value) untracked(() => this.#onAway());
    });
  }

  close(): void {
    this.#unwatch();
    this.#cancelAgain();
    this.here.peek()?.close();
  }

  /** The page goes, and with it what runs here: the others need not wait for it to come back. */
  leave(): void {
    this.here.peek()?.leave();
  }

  // ---- what a person does

  /** The output is there to be read from now on, or not any more. */
  setOpen(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    if (!isOpen) {
      this.askedToShow.value = undefined;
      this.isAskedToClear.value = false;
      return;
    }
    this.unseen.value = 0;
    if (this.reading.value.runs.length < 5) this.readOlder();
    else this.#readOn();
  }

  choosePlace(place: RunPlace): void {
    this.#place.value = place;
    this.#page.memory.place = place;
  }

  /** Runs a file, the one that is shown where none is named; what this person has running ends. */
  run(file = this.room.tabs.shown.peek()): void {
    if (!this.mayRun.peek()) return this.#page.show(words.peek().mayNot);
    const language = this.#languageOf(file);
    const [place] = this.#placesOf(language);
    if (place === undefined && language === "CSS") return void this.#runPageOf(file);
    if (place === undefined) return this.#page.show(this.whyNot(language));
    this.#page.open();
    this.#showNow();
    if (place === "browser" && BROWSER_LANGUAGES[language]?.canTell && !this.#showsPages) {
      this.askedToShow.value = file;
      return;
    }
    this.stop();
    const isAsking = BROWSER_LANGUAGES[language]?.asks !== false;
    const input = place === "browser" && !isAsking ? this.inputBefore.peek() : "";
    const own: Own = { id: this.#page.newId(), place, file, language, input };
    this.starting.value = own;
    if (place === "server" || this.here.peek()) return this.#ask();
    this.#loadHere().then(
      () => this.starting.peek() === own && this.#ask(),
      () => {
        if (this.starting.peek() === own) this.starting.value = undefined;
        this.#page.show(words.peek().outcomes.load_failed);
      },
    );
  }

  /** Styles are seen with a page that links them. */
  async #runPageOf(styles: number): Promise<void> {
    const files = this.room.room.peek()?.files.filter(({ deleted }) => deleted === undefined) ?? [];
    const path = files.find(({ file }) => file === styles)?.name ?? "";
    try {
      await this.#loadHere();
      const page = await this.here.peek()?.pageOf(path);
      const found = files.find(({ name }) => name === page);
      if (found) this.run(found.file);
      else this.#page.show(words.peek().noPageOf(path));
    } catch {
      this.#page.show(words.peek().outcomes.load_failed);
    }
  }

  /** What runs is what is there now: nobody takes what comes out for the work of an earlier text. The person stays in the file that is shown. */
  #showNow(): void {
    const toNow = this.#page.toNow();
    if (!toNow) return;
    toNow(this.room.tabs.shown.peek());
    this.#page.show(words.peek().runsNow);
  }

  async #loadHere(): Promise<void> {
    const { HereRuns: Loaded } = await this.#page.hereRuns();
    // another press was quicker
    this.here.value ??= new Loaded({
      send: (message) => this.#send(message),
      after: (ms, later) => this.#page.after(ms, later),
      runner: () => this.#page.runner(),
      texts: () => this.#page.texts(takesChanges(this.room.status.value) ? "all" : "open"),
      outputBytes: () => this.server.peek().outputBytes,
      asked: () => this.#page.say(words.peek().asks),
      endedApart: ({ job, end }) => {
        if (end) this.#sayEnd(job.path, "browser", end);
        this.#saidBefore.add(job.id);
      },
    });
  }

  /** What this person says to a page that they are asked about; for the others of the room it holds as well. */
  answerToShow(shows: boolean): void {
    const { value: file } = this.askedToShow;
    this.askedToShow.value = undefined;
    if (file === undefined || !shows) return;
    this.#showsPages = true;
    this.#page.memory.setShowsPages(this.room.roomId);
    this.run(file);
  }

  /** In a sentence, why a language cannot be run. */
  whyNot(language: Language): string {
    return whyNowhere(language, this.#reach());
  }

  /** Stops a run, by its id, or all that this person has running. */
  stop(id?: string): void {
    if (id === undefined) this.#giveUp();
    const here = this.#current;
    if (here && (id === undefined || id === here.job.id)) here.stop();
    const me = this.room.people.you.peek()?.participant;
    for (const one of this.reading.peek().runs) {
      if (one.ended || one.id === here?.job.id || (id === undefined ? one.participant !== me : one.id !== id)) continue;
      this.#send({ type: "stop", run: one.run });
    }
  }

  /** Whether this person can do something to a run that goes on: without a connection, to what runs here. */
  reaches({ id }: Pick<Run, "id">): boolean {
    return this.mayRun.value && (takesChanges(this.room.status.value) || this.here.value?.state.value?.id === id);
  }

  /** Whether this person can stop a run that goes on: owners and whoever started it always may, as the server has it. */
  mayStop(run: Pick<ShownRun, "id" | "participant">): boolean {
    if (this.reaches(run) || this.here.value?.state.value?.id === run.id) return true;
    const { value: you } = this.room.people.you;
    return isConnected(this.room.status.value) && (you?.role === "owner" || you?.participant === run.participant);
  }

  get #current(): HereRun | undefined {
    return this.here.peek()?.current;
  }

  /** What was asked for and has not begun is not wanted any more. */
  #giveUp(): void {
    const { value: own } = this.starting;
    if (own) this.#givenUp.add(own.id);
    this.starting.value = undefined;
    this.#cancelAgain();
  }

  /** Types to a program: a line, and that nothing more comes. */
  type({ id, run }: Pick<ShownRun, "id" | "run">, text: string, end = false): void {
    const here = this.#current;
    if (here?.job.id === id && !here.isHeard) here.typedAlone(text, end);
    else if (run !== undefined) this.#send({ type: "input", run, text, ...(end && { end }) });
  }

  /** Asks the others to run the file that is shown. */
  askOthers(): void {
    this.#send({ type: "ask", id: this.#page.newId(), file: this.room.tabs.shown.peek() });
    this.#page.show(words.peek().haveAsked);
  }

  askToClear(): void {
    this.#page.open();
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
    this.#page.uncover();
    this.#page.next(() => this.room.view.goToLine(line, file));
  }

  readOlder(): void {
    this.#log.readOlder();
  }

  // ---- what can be run

  #languageOf(file: number): Language {
    const details = this.room.room.value;
    const name = details?.files.find((one) => one.file === file)?.name ?? "";
    return languageOf(name, details?.programmingLanguage ?? "Plain Text");
  }

  #placesOf(language: Language): readonly RunPlace[] {
    return placesOf(language, this.#reach(), this.#place.value);
  }

  #reach(): Reach {
    return { server: this.server.value, isAway: isAway(this.room) };
  }

  // ---- a run of this person's

  #ask(): void {
    const own = this.starting.peek();
    if (!own) return;
    this.#cancelAgain();
    // the server has the files: what was typed just now has to be there
    const isTyped = own.place === "server" && this.room.status.peek().state === "saving";
    this.#cancelAgain = this.#page.after(isTyped ? SAVED_WITHIN_MS : AGAIN_AFTER_MS, () => this.#ask());
    if (isTyped) return;
    if (own.place === "browser" && isAway(this.room)) return this.#begin(own);
    const { input: _, ...wish } = own;
    const more = own.place === "browser" ? { takesInput: takesInput(own.language) } : {};
    this.#send({ type: "run", ...wish, ...more });
  }

  /** The room knows of it, and may see what comes; or nobody can be told. */
  #begin(own: Own, known?: Run): void {
    this.starting.value = undefined;
    this.#cancelAgain();
    if (own.place === "server" || known?.ended) return;
    const { id, file, language, input } = own;
    const details = this.room.room.peek()?.files.find((one) => one.file === file);
    const path = known?.path ?? details?.name ?? "";
    const participant = this.room.people.you.peek()?.participant ?? 0;
    const time = known?.time ?? this.#page.now();
    this.here.peek()?.begin({ id, file, path, language, input, participant, time }, known?.run);
  }

  /** What is wanted here begins all the same. */
  #onAway(): void {
    this.here.peek()?.away();
    if (this.here.peek() && this.starting.peek()?.place === "browser") this.#ask();
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
        case "server":
          this.server.value = told;
          return;
        case "mayRun":
          this.mayRunWho.value = told.who;
          return;
        case "phase":
          this.phases.value = new Map(this.phases.peek()).set(told.run, told);
          return;
        case "typed":
          if (this.#current?.run === told.run) this.#current.typed(told.text, told.end === true);
          return;
        case "taken":
          return this.here.peek()?.taken(told.run, told.characters);
        case "stop":
          if (this.#current?.run === told.run) this.#current.stop();
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
    this.#ask();
    this.here.peek()?.back();
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
    if (id !== undefined && this.starting.peek()?.id === id) {
      this.starting.value = undefined;
      this.#cancelAgain();
    } else if (id !== undefined) this.here.peek()?.refused(id);
    // that is seen where it is
    if (why === "notRunning") return;
    this.#page.show(words.peek().refused[why]?.(retryAfterMs) ?? sentence);
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
    const own = this.starting.peek();
    const known = reading.runs.find(({ id }) => id === own?.id);
    if (own && known) this.#begin(own, known);
    for (const { run, id, place, ended } of reading.runs)
      if (this.#givenUp.delete(id) && !ended)
        this.#send(place === "server" ? { type: "stop", run } : { type: "end", run, outcome: "cancelled", wallMs: 0 });
    this.here.peek()?.follow(reading.runs);
    const going = [...this.phases.peek()].filter(([run]) => reading.runs.some((one) => one.run === run && !one.ended));
    if (going.length < this.phases.peek().size) this.phases.value = new Map(going);
  }

  /** What has happened just now. */
  #tell(version: number): void {
    const entry = this.#log.log?.at(version);
    const me = this.room.people.you.peek()?.participant;
    if (entry?.type === "cleared") {
      this.#log.beginsAt(version);
      this.here.peek()?.clear();
    }
    if (entry?.type === "started" && entry.participant !== me && !this.isOpen.peek()) {
      this.unseen.value += 1;
      if (!this.#hasOffered) this.#page.offer(words.peek().runs(this.nameOf(entry.participant), entry.path));
      this.#hasOffered = true;
    }
    if (entry?.type === "asked" && entry.participant !== me && this.mayRun.peek()) {
      const { file, path, participant } = entry;
      this.#page.asked(words.peek().asksToRun(this.nameOf(participant), path), `run of ${file}`, () => this.run(file));
    }
    if (entry?.type !== "ended") return;
    const run = this.reading.peek().runs.find((one) => one.run === entry.run);
    if (!run || this.#saidBefore.delete(run.id)) return;
    if (run.participant === me || this.isOpen.peek()) this.#sayEnd(run.path, run.place, entry);
  }

  #sayEnd(path: string, place: RunPlace, end: RunEnd): void {
    this.#page.say(words.peek().over(path, endWords(place, end)));
  }

  nameOf(participant: number): string {
    const people = this.room.room.value?.participants ?? [];
    return people.find((one) => one.participant === participant)?.name ?? words.value.somebody;
  }
}

/** Without a connection, in a room that is not over. */
const isAway = ({ status }: RunRoom): boolean => status.value.state === "offline";
