// One opening of a room's runs: what was read of them, what runs in this browser, who may run what where. Draws nothing.
import { batch, computed, signal } from "@preact/signals";
import type { Language } from "#protocol/languages.ts";
import type {
  ClientRunMessage,
  Phase,
  Place,
  ServerRunMessage,
  ServerState,
  ShownEntry,
  Who,
} from "../../../server/features/run/messages.ts";
import { languageOf } from "../../editor/fileNames.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { PAGE_ENTRIES } from "./bounds.ts";
import type { BrowserJob, BrowserRunner } from "./browser/index.ts";
import { BROWSER_LANGUAGES } from "./browserLanguages.ts";
import { HereRun, type HereState } from "./hereRun.ts";
import { type Page, type Reading, type Run, RunLog } from "./runLog.ts";
import type { RunMemory } from "./runMemory.ts";
import { words } from "./words.ts";

/** So many are read when a person comes in: enough to know whether something runs. */
const FIRST_ENTRIES = 30;
/** Further behind than so many entries, what was read is forgotten and the newest is read anew. */
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
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Shows the output. */
  open(): void;
  /** Folds what lies over the code. */
  uncover(): void;
  /** Runs once the page shows what has changed. */
  next(run: () => void): void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** Somebody asks this person to run something; `go` does. */
  asked(sentence: string, about: string, go: () => void): void;
  /** All texts of the room by their paths. */
  texts(): Promise<ReadonlyMap<string, string>>;
  /** What runs a program where nothing of it is seen; rejects where it cannot be had. */
  runner(): Promise<BrowserRunner>;
}

/** What it needs of the room. */
export type RunRoom = Pick<PageRoom, "roomId" | "room" | "status" | "send"> & {
  readonly people: Pick<PageRoom["people"], "you">;
  readonly tabs: Pick<PageRoom["tabs"], "shown">;
  readonly view: Pick<PageRoom["view"], "goToLine">;
};

/** What this person has started and is not over. */
interface Own {
  readonly id: string;
  readonly place: Place;
  readonly file: number;
  readonly language: Language;
  /** what it is to read, typed before */
  readonly input: string;
}

/** A preview waits for the place where it is seen. */
export interface Preview {
  readonly run: number;
  /** Begins in it; the returned function ends it. */
  showIn(runner: BrowserRunner): () => void;
}

interface Chunked {
  readonly from: number;
  readonly to: number;
  readonly entries: (ShownEntry | null)[];
}

export class RunModel {
  readonly room: RunRoom;
  readonly reading = signal<Reading>({ runs: [], asked: [], cleared: undefined });
  readonly hasOlder = signal(false);
  readonly isLoading = signal(false);
  readonly isOpen = signal(false);
  /** runs of others that this person has not seen */
  readonly unseen = signal(0);
  readonly mayRunWho = signal<Who>("editors");
  readonly server = signal<ServerState>({ type: "server", state: "off", languages: [] });
  readonly phases = signal<ReadonlyMap<number, Phase>>(new Map());
  /** what runs in this browser, as only this browser knows it */
  readonly here = signal<(HereState & { readonly run: number }) | undefined>(undefined);
  readonly preview = signal<Preview | undefined>(undefined);
  /** asked for, and not begun */
  readonly starting = signal<Own | undefined>(undefined);
  /** what a program is to read that cannot ask while it runs */
  readonly inputBefore = signal("");
  /** the page that this person wants to see, and is asked about first */
  readonly askedToShow = signal<number | undefined>(undefined);
  readonly #place = signal<Place>("browser");
  #showsPages: boolean;

  readonly mayRun = computed(() => {
    const role = this.room.people.you.value?.role;
    return (
      isLive(this.room) &&
      (role === "owner" || (role === "editor" && this.mayRunWho.value === "editors")) &&
      this.mayRunWho.value !== "nobody"
    );
  });
  readonly isOwner = computed(() => this.room.people.you.value?.role === "owner");
  /** of the file that is shown */
  readonly language = computed(() => this.#languageOf(this.room.tabs.shown.value));
  /** where that can be run; the one that is taken comes first */
  readonly places = computed(() => this.#placesOf(this.language.value));
  /** the newest run of this person that goes on */
  readonly own = computed(() => {
    const me = this.room.people.you.value?.participant;
    return this.reading.value.runs.findLast(({ participant, ended }) => participant === me && !ended);
  });

  readonly #page: RunPage;
  #log: RunLog | undefined;
  /** nothing before it can be read */
  #start = 0;
  /** the newest version that was heard of */
  #head = 0;
  #asking: Chunked | undefined;
  #here: HereRun | undefined;
  #cancelAgain = (): void => {};
  /** of the run here, in its order; all that a run prints is bounded */
  #unsent: ClientRunMessage[] = [];
  /** asked for by these, and not wanted when it began */
  readonly #givenUp = new Set<string>();

  constructor(room: RunRoom, page: RunPage) {
    this.room = room;
    this.#page = page;
    this.#place.value = page.memory.place;
    this.#showsPages = page.memory.showsPages(room.roomId);
  }

  close(): void {
    this.#cancelAgain();
    this.#here?.abandon();
  }

  /** The page goes, and with it what runs here: the others need not wait for it to come back. */
  leave(): void {
    this.#here?.leave();
  }

  // ---- what a person does

  /** The output is there to be read from now on, or not any more. */
  setOpen(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    if (!isOpen) {
      this.askedToShow.value = undefined;
      return;
    }
    this.unseen.value = 0;
    if (this.reading.value.runs.length < 5) this.readOlder();
    else this.#readOn();
  }

  choosePlace(place: Place): void {
    this.#place.value = place;
    this.#page.memory.place = place;
  }

  /** Runs a file, the one that is shown where none is named; what this person has running ends. */
  run(file = this.room.tabs.shown.peek()): void {
    if (!this.mayRun.peek()) return this.#page.show(words.peek().mayNot);
    const language = this.#languageOf(file);
    const [place] = this.#placesOf(language);
    if (place === undefined) return this.#page.show(this.whyNot(language));
    this.#page.open();
    if (place === "browser" && BROWSER_LANGUAGES[language]?.canTell && !this.#showsPages) {
      this.askedToShow.value = file;
      return;
    }
    this.stop();
    const isAsking = BROWSER_LANGUAGES[language]?.asks !== false;
    const input = place === "browser" && !isAsking ? this.inputBefore.peek() : "";
    this.starting.value = { id: this.#page.newId(), place, file, language, input };
    this.#ask();
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
    const { state, sentence } = this.server.peek();
    if (state === "absent" && sentence !== undefined) return words.peek().serverAbsent(language, sentence);
    return state === "ready" ? words.peek().unknownLanguage(language) : words.peek().onlyOnServer(language);
  }

  /** Stops a run, or all that this person has running. */
  stop(run?: number): void {
    if (run === undefined) this.#giveUp();
    if (this.#here && (run === undefined || run === this.#here.run)) this.#here.stop();
    const isHere = (one: Run): boolean => one.place === "browser" && one.run === this.#here?.run;
    const me = this.room.people.you.peek()?.participant;
    for (const one of this.reading.peek().runs) {
      if (one.ended || isHere(one) || (run === undefined ? one.participant !== me : one.run !== run)) continue;
      this.#send({ type: "stop", run: one.run });
    }
  }

  /** What was asked for and has not begun is not wanted any more. */
  #giveUp(): void {
    const { value: own } = this.starting;
    if (own) this.#givenUp.add(own.id);
    this.starting.value = undefined;
    this.#cancelAgain();
  }

  /** Types to a program: a line, and that nothing more comes. */
  type(run: number, text: string, end = false): void {
    this.#send({ type: "input", run, text, ...(end && { end }) });
  }

  /** Asks the others to run the file that is shown. */
  askOthers(): void {
    this.#send({ type: "ask", id: this.#page.newId(), file: this.room.tabs.shown.peek() });
    this.#page.show(words.peek().haveAsked);
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
    if (!this.#log || this.isLoading.value || this.#log.from <= this.#start) return;
    this.isLoading.value = true;
    this.#read(Math.max(this.#start, this.#log.from - PAGE_ENTRIES), this.#log.from);
  }

  // ---- what can be run

  #languageOf(file: number): Language {
    const details = this.room.room.value;
    const name = details?.files.find((one) => one.file === file)?.name ?? "";
    return languageOf(name, details?.programmingLanguage ?? "Plain Text");
  }

  #placesOf(language: Language): readonly Place[] {
    const { state, languages } = this.server.value;
    const isOnServer = state === "ready" && languages.some((one) => one.language === language);
    const places: Place[] = [
      ...(language in BROWSER_LANGUAGES ? (["browser"] as const) : []),
      ...(isOnServer ? (["server"] as const) : []),
    ];
    return places.length === 2 && this.#place.value === "server" ? places.toReversed() : places;
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
    const { input: _, ...wish } = own;
    this.#send({ type: "run", ...wish });
  }

  /** The room knows of it, and may see what comes. */
  #begin({ run, place, path, ended }: Run): void {
    const own = this.starting.peek();
    this.starting.value = undefined;
    this.#cancelAgain();
    if (!own || place === "server" || ended) return;
    const here = new HereRun({
      run,
      send: (message) => this.#sendOfHere(message),
      after: (ms, later) => this.#page.after(ms, later),
      changed: (state) => {
        this.here.value = { run, ...state };
        if (state.is === "asking") this.#page.say(words.peek().asks);
      },
      ended: () => this.#leftHere(run),
    });
    this.#here = here;
    this.here.value = { run, is: "loading" };
    const job = async (): Promise<BrowserJob> => ({
      language: own.language,
      main: path,
      files: await this.#page.texts(),
      input: own.input,
    });
    if (BROWSER_LANGUAGES[own.language]?.runtime === "preview") this.#preview(here, job);
    else
      Promise.all([this.#page.runner(), job()]).then(
        ([runner, known]) => here.start((...args) => runner.run(...args), known),
        () => here.fail(),
      );
  }

  #preview(here: HereRun, job: () => Promise<BrowserJob>): void {
    this.preview.value = {
      run: here.run,
      showIn: (runner) => {
        job().then(
          (known) => here.start((...args) => runner.run(...args), known),
          () => here.fail(),
        );
        return () => here.stop();
      },
    };
  }

  #leftHere(run: number): void {
    if (this.#here?.run !== run) return;
    batch(() => {
      this.#here = undefined;
      this.here.value = undefined;
      this.preview.value = undefined;
    });
  }

  /** What runs here goes on while the connection is away. */
  #sendOfHere(message: ClientRunMessage): void {
    if (isLive(this.room)) this.#send(message);
    else this.#unsent.push(message);
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
          return this.#onHead(told.start, told.head);
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
          if (this.#here?.run === told.run) this.#here.typed(told.text, told.end === true);
          return;
        case "stop":
          if (this.#here?.run === told.run) this.#here.stop();
      }
    });
  }

  /** The connection is there, for the first time or again; or this window was too slow. */
  #onHead(start: number, head: number): void {
    this.#start = start;
    this.#head = head;
    this.#asking = undefined;
    this.isLoading.value = false;
    if (!this.#log || head < this.#log.head || head - this.#log.head > MOST_BEHIND) {
      this.#log = new RunLog(head);
      if (head > start) this.#read(Math.max(start, head - FIRST_ENTRIES), head);
    }
    this.#log.dropBefore(start);
    this.#changed();
    this.#readOn();
    this.#ask();
    for (const message of this.#unsent.splice(0)) this.#send(message);
  }

  #onEntries(page: Page): void {
    if (!this.#log) return;
    this.#head = Math.max(this.#head, page.from + page.entries.length);
    const from = this.#log.add(page);
    this.#forget();
    this.#changed();
    // what is read later is no news
    if (from === page.from) for (let version = from; version < this.#log.head; version++) this.#tell(version);
    this.#readOn();
  }

  #onPage({ from, entries }: Page): void {
    const asked = this.#asking;
    // an answer to what was asked before the connection went
    if (!this.#log || !asked || from !== asked.from + asked.entries.length) return;
    asked.entries.push(...entries);
    const reached = from + entries.length;
    if (entries.length > 0 && reached < asked.to) return this.#send({ type: "read", from: reached, to: asked.to });
    this.#asking = undefined;
    this.isLoading.value = false;
    this.#log.add(asked);
    this.#forget();
    this.#changed();
    this.#readOn();
  }

  #onRefused({ id, why, sentence, retryAfterMs }: Extract<ServerRunMessage, { type: "refused" }>): void {
    if (id !== undefined && this.starting.peek()?.id === id) {
      this.starting.value = undefined;
      this.#cancelAgain();
    }
    // that is seen where it is
    if (why === "notRunning") return;
    this.#page.show(words.peek().refused[why]?.(retryAfterMs) ?? sentence);
  }

  // ---- reading

  #read(from: number, to: number): void {
    this.#asking = { from, to, entries: [] };
    this.#send({ type: "read", from, to });
  }

  /** What was missed first; then what is needed to show a run from its beginning. */
  #readOn(): void {
    if (!this.#log || this.#asking) return;
    if (this.#log.head < this.#head) return this.#read(this.#log.head, this.#head);
    const { cutOff, from } = this.#log;
    if (cutOff === undefined || cutOff.run < this.#start || (cutOff.hasEnded && !this.isOpen.peek())) return;
    this.isLoading.value = true;
    this.#read(Math.max(cutOff.run, from - PAGE_ENTRIES), from);
  }

  /** Keeps what is in memory within bounds: the oldest runs can be read again. */
  #forget(): void {
    const { runs } = this.#log?.read() ?? { runs: [] };
    let characters = 0;
    for (const { run, parts } of runs.toReversed()) {
      characters += parts.reduce((sum, part) => sum + ("text" in part ? part.text.length : 0), 0);
      const next = runs.find((one) => one.run > run);
      if (characters > MOST_LOADED && next) return this.#log?.dropBefore(next.run);
    }
  }

  #changed(): void {
    if (!this.#log) return;
    const reading = this.#log.read();
    this.reading.value = reading;
    this.hasOlder.value = this.#log.from > this.#start;
    const known = reading.runs.find(({ id }) => id === this.starting.peek()?.id);
    if (known) this.#begin(known);
    for (const { run, id, place, ended } of reading.runs)
      if (this.#givenUp.delete(id) && !ended)
        this.#send(place === "server" ? { type: "stop", run } : { type: "end", run, outcome: "cancelled", wallMs: 0 });
    const over = reading.runs.find(({ run }) => run === this.#here?.run);
    if (over?.ended && this.#here) {
      const { run } = this.#here;
      this.#here.abandon();
      this.#leftHere(run);
    }
    const going = [...this.phases.peek()].filter(([run]) => reading.runs.some((one) => one.run === run && !one.ended));
    if (going.length < this.phases.peek().size) this.phases.value = new Map(going);
  }

  /** What has happened just now. */
  #tell(version: number): void {
    const entry = this.#log?.at(version);
    const me = this.room.people.you.peek()?.participant;
    if (entry?.type === "cleared") this.#start = version;
    if (entry?.type === "started" && entry.participant !== me && !this.isOpen.peek()) this.unseen.value += 1;
    if (entry?.type === "asked" && entry.participant !== me && this.mayRun.peek()) {
      const { file, path, participant } = entry;
      this.#page.asked(words.peek().asksToRun(this.nameOf(participant), path), `run of ${file}`, () => this.run(file));
    }
    if (entry?.type !== "ended") return;
    const run = this.reading.peek().runs.find((one) => one.run === entry.run);
    if (run && (run.participant === me || this.isOpen.peek()))
      this.#page.say(words.peek().over(run.path, words.peek().outcomes[entry.outcome]));
  }

  nameOf(participant: number): string {
    const people = this.room.room.value?.participants ?? [];
    return people.find((one) => one.participant === participant)?.name ?? words.value.somebody;
  }
}

const isLive = ({ status }: RunRoom): boolean => ["saved", "saving"].includes(status.value.state);
