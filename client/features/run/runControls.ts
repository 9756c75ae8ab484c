// What this person does with runs: starts them, in this browser or on the server, types to them and stops them. Draws nothing.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Language } from "#protocol/languages.ts";
import type {
  ClientRunMessage,
  RunPlace,
  ServerRunMessage,
  ServerState,
} from "../../../server/features/run/messages.ts";
import { languageOf } from "../../editor/fileNames.ts";
import { isConnected, takesChanges } from "../../sync/status.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { OUTPUT_BYTES } from "./bounds.ts";
import type { BrowserRunner } from "./browser/index.ts";
import { BROWSER_LANGUAGES, takesInput } from "./browserLanguages.ts";
import { overWords } from "./endWords.ts";
import type { HereRun } from "./hereRun.ts";
import type { HereRuns, ShownRun } from "./hereRuns.ts";
import type { ProgramTexts } from "./programTexts.ts";
import type { Run } from "./loadedRuns.ts";
import type { RunMemory } from "./runMemory.ts";
import { placesOf, type Reach, whyNowhere } from "./whereToRun.ts";
import { words } from "./words.ts";

/** What the server has not begun by then is asked for again, which is harmless. */
const AGAIN_AFTER_MS = 5_000;
/** Typing is looked at again after this, whether it is saved. */
const SAVED_WITHIN_MS = 50;

/** What starting a run needs of the page. */
export interface ControlsSurroundings {
  readonly memory: RunMemory;
  newId(): string;
  /** ms since 1970, by the server's clock */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Shows the output. */
  open(): void;
  /** Takes away the earlier text that lies over the code; undefined: none does. */
  toNow(): ((stay?: number) => void) | undefined;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** Texts of the room by their paths: all, or those that are open in this window; of the others, the paths. */
  texts(which: "all" | "open"): Promise<ProgramTexts>;
  /** What follows the runs of this browser; rejects where it cannot be had. */
  hereRuns(): Promise<{ readonly HereRuns: typeof HereRuns }>;
  /** What runs a program where nothing of it is seen; rejects where it cannot be had. */
  runner(): Promise<BrowserRunner>;
}

/** What it needs of the room. */
export type ControlsRoom = Pick<PageRoom, "roomId" | "room" | "status" | "send"> & {
  readonly people: Pick<PageRoom["people"], "you" | "isOwner">;
  readonly tabs: Pick<PageRoom["tabs"], "shown">;
};

/** What this person has asked for, until it has begun. */
interface Starting {
  readonly id: string;
  readonly place: RunPlace;
  readonly file: number;
  readonly language: Language;
  /** what it is to read, typed before */
  readonly input: string;
}

/** What the other half says of what it can run, and of what runs here. */
type ControlMessage = Extract<ServerRunMessage, { type: "server" | "typed" | "taken" | "stop" }>;

export class RunControls {
  /** what runs in this browser; undefined: nothing has yet */
  readonly here = signal<HereRuns | undefined>(undefined);
  readonly server = signal<ServerState>({ type: "server", state: "off", languages: [], outputBytes: OUTPUT_BYTES });
  /** asked for, and not begun */
  readonly starting = signal<Starting | undefined>(undefined);
  /** what a program is to read that cannot ask while it runs */
  readonly inputBefore = signal("");
  /** the page that this person wants to see, and is asked about first */
  readonly askedToShow = signal<number | undefined>(undefined);
  /** of the file that is shown */
  readonly language = computed(() => this.#languageOf(this.#room.tabs.shown.value));
  /** where that can be run; the one that is taken comes first */
  readonly places = computed(() => this.#placesOf(this.language.value));

  readonly #room: ControlsRoom;
  readonly #surroundings: ControlsSurroundings;
  readonly #mayRun: ReadonlySignal<boolean>;
  readonly #unwatch: () => void;
  readonly #place = signal<RunPlace>("browser");
  #showsPages: boolean;
  #cancelAgain = (): void => {};
  /** as the room has them */
  #runs: readonly Run[] = [];
  /** asked for by these, and not wanted when it began */
  readonly #givenUp = new Set<string>();
  /** ended before the room could know, by their ids: that was said then */
  readonly #saidBefore = new Set<string>();

  /** `mayRun`: whether this person may run code. */
  constructor(room: ControlsRoom, surroundings: ControlsSurroundings, mayRun: ReadonlySignal<boolean>) {
    this.#room = room;
    this.#surroundings = surroundings;
    this.#mayRun = mayRun;
    this.#place.value = surroundings.memory.place;
    this.#showsPages = surroundings.memory.showsPages(room.roomId);
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

  // ---- starting

  choosePlace(place: RunPlace): void {
    this.#place.value = place;
    this.#surroundings.memory.place = place;
  }

  /** Runs a file, the one that is shown where none is named; what this person has running ends. */
  run(file = this.#room.tabs.shown.peek()): void {
    if (!this.#mayRun.peek()) return this.#surroundings.show(words.peek().mayNot);
    const language = this.#languageOf(file);
    const [place] = this.#placesOf(language);
    if (place === undefined && language === "CSS") return void this.#runPageOf(file);
    if (place === undefined) return this.#surroundings.show(this.whyNot(language));
    this.#surroundings.open();
    this.#showNow();
    if (place === "browser" && BROWSER_LANGUAGES[language]?.canTell && !this.#showsPages) {
      this.askedToShow.value = file;
      return;
    }
    this.stop();
    const isAsking = BROWSER_LANGUAGES[language]?.asks !== false;
    const input = place === "browser" && !isAsking ? this.inputBefore.peek() : "";
    const starting: Starting = { id: this.#surroundings.newId(), place, file, language, input };
    this.starting.value = starting;
    if (place === "server" || this.here.peek()) return this.#ask();
    this.#loadHere().then(
      () => this.starting.peek() === starting && this.#ask(),
      () => {
        if (this.starting.peek() === starting) this.starting.value = undefined;
        this.#surroundings.show(words.peek().outcomes.load_failed);
      },
    );
  }

  /** Styles are seen with a page that links them. */
  async #runPageOf(styles: number): Promise<void> {
    const files = this.#room.room.peek()?.files.filter(({ deleted }) => deleted === undefined) ?? [];
    const path = files.find(({ file }) => file === styles)?.name ?? "";
    try {
      await this.#loadHere();
      const page = await this.here.peek()?.pageOf(path);
      const found = files.find(({ name }) => name === page);
      if (found) this.run(found.file);
      else this.#surroundings.show(words.peek().noPageOf(path));
    } catch {
      this.#surroundings.show(words.peek().outcomes.load_failed);
    }
  }

  /** What runs is what is there now: nobody takes what comes out for the work of an earlier text. The person stays in the file that is shown. */
  #showNow(): void {
    const toNow = this.#surroundings.toNow();
    if (!toNow) return;
    toNow(this.#room.tabs.shown.peek());
    this.#surroundings.show(words.peek().runsNow);
  }

  async #loadHere(): Promise<void> {
    const { HereRuns: Loaded } = await this.#surroundings.hereRuns();
    // another press was quicker
    this.here.value ??= new Loaded({
      send: (message) => this.#send(message),
      after: (ms, later) => this.#surroundings.after(ms, later),
      runner: () => this.#surroundings.runner(),
      texts: () => this.#surroundings.texts(takesChanges(this.#room.status.value) ? "all" : "open"),
      outputBytes: () => this.server.peek().outputBytes,
      asked: () => this.#surroundings.say(words.peek().asks),
      endedApart: ({ job, end }) => {
        if (end) this.#surroundings.say(overWords(job.path, "browser", end));
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
    this.#surroundings.memory.setShowsPages(this.#room.roomId);
    this.run(file);
  }

  /** In a sentence, why a language cannot be run. */
  whyNot(language: Language): string {
    return whyNowhere(language, this.#reach());
  }

  #languageOf(file: number): Language {
    const details = this.#room.room.value;
    const name = details?.files.find((one) => one.file === file)?.name ?? "";
    return languageOf(name, details?.programmingLanguage ?? "Plain Text");
  }

  #placesOf(language: Language): readonly RunPlace[] {
    return placesOf(language, this.#reach(), this.#place.value);
  }

  #reach(): Reach {
    return { server: this.server.value, isAway: isAway(this.#room) };
  }

  #ask(): void {
    const starting = this.starting.peek();
    if (!starting) return;
    this.#cancelAgain();
    // the server has the files: what was typed just now has to be there
    const isTyped = starting.place === "server" && this.#room.status.peek().state === "saving";
    this.#cancelAgain = this.#surroundings.after(isTyped ? SAVED_WITHIN_MS : AGAIN_AFTER_MS, () => this.#ask());
    if (isTyped) return;
    if (starting.place === "browser" && isAway(this.#room)) return this.#begin(starting);
    const { input: _, ...wish } = starting;
    const more = starting.place === "browser" ? { takesInput: takesInput(starting.language) } : {};
    this.#send({ type: "run", ...wish, ...more });
  }

  /** The room knows of it, and may see what comes; or nobody can be told. */
  #begin({ id, place, file, language, input }: Starting, known?: Run): void {
    this.#endStarting();
    if (place === "server" || known?.ended) return;
    const details = this.#room.room.peek()?.files.find((one) => one.file === file);
    const path = known?.path ?? details?.name ?? "";
    const participant = this.#room.people.you.peek()?.participant ?? 0;
    const time = known?.time ?? this.#surroundings.now();
    this.here.peek()?.begin({ id, file, path, language, input, participant, time }, known?.run);
  }

  /** What is wanted here begins all the same. */
  #onAway(): void {
    this.here.peek()?.away();
    if (this.here.peek() && this.starting.peek()?.place === "browser") this.#ask();
  }

  // ---- while it runs

  /** Whether this person can do something to a run that goes on: without a connection, to what runs here. */
  reaches({ id }: Pick<Run, "id">): boolean {
    return this.#mayRun.value && (takesChanges(this.#room.status.value) || this.here.value?.state.value?.id === id);
  }

  /** Whether this person can stop a run that goes on: owners and whoever started it always may, as the server has it. */
  mayStop(run: Pick<ShownRun, "id" | "participant">): boolean {
    if (this.reaches(run) || this.here.value?.state.value?.id === run.id) return true;
    const { you, isOwner } = this.#room.people;
    return isConnected(this.#room.status.value) && (isOwner.value || you.value?.participant === run.participant);
  }

  /** Stops a run, by its id, or all that this person has running. */
  stop(id?: string): void {
    if (id === undefined) this.#giveUp();
    const here = this.#current;
    if (here && (id === undefined || id === here.job.id)) here.stop();
    const me = this.#room.people.you.peek()?.participant;
    for (const one of this.#runs) {
      if (one.ended || one.id === here?.job.id || (id === undefined ? one.participant !== me : one.id !== id)) continue;
      this.#send({ type: "stop", run: one.run });
    }
  }

  /** What was asked for and has not begun is not wanted any more. */
  #giveUp(): void {
    const { value: starting } = this.starting;
    if (starting) this.#givenUp.add(starting.id);
    this.#endStarting();
  }

  #endStarting(): void {
    this.starting.value = undefined;
    this.#cancelAgain();
  }

  /** Types to a program: a line, and that nothing more comes. */
  type({ id, run }: Pick<ShownRun, "id" | "run">, text: string, end = false): void {
    const here = this.#current;
    if (here?.job.id === id && !here.isHeard) here.typedAlone(text, end);
    else if (run !== undefined) this.#send({ type: "input", run, text, ...(end && { end }) });
  }

  get #current(): HereRun | undefined {
    return this.here.peek()?.current;
  }

  #send(message: ClientRunMessage): void {
    this.#room.send(message);
  }

  // ---- what the room has of it

  message(told: ControlMessage): void {
    switch (told.type) {
      case "server":
        this.server.value = told;
        return;
      case "typed":
        if (this.#current?.run === told.run) this.#current.typed(told.text, told.end === true);
        return;
      case "taken":
        return this.here.peek()?.taken(told.run, told.characters);
      case "stop":
        if (this.#current?.run === told.run) this.#current.stop();
    }
  }

  /** The connection is there: what is wanted is asked for again, and what ran meanwhile is told. */
  back(): void {
    this.#ask();
    this.here.peek()?.back();
  }

  /** The room does not take the run of this id. */
  refused(id: string): void {
    if (this.starting.peek()?.id === id) this.#endStarting();
    else this.here.peek()?.refused(id);
  }

  /** Follows what the room has by now. */
  follow(runs: readonly Run[]): void {
    this.#runs = runs;
    const starting = this.starting.peek();
    const known = runs.find(({ id }) => id === starting?.id);
    if (starting && known) this.#begin(starting, known);
    for (const { run, id, place, ended } of runs)
      if (this.#givenUp.delete(id) && !ended)
        this.#send(place === "server" ? { type: "stop", run } : { type: "end", run, outcome: "cancelled", wallMs: 0 });
    this.here.peek()?.follow(runs);
  }

  /** Whether the end of the run of this id was said before the room could know of it; who has asked is not told again. */
  wasEndSaid(id: string): boolean {
    return this.#saidBefore.delete(id);
  }
}

/** Without a connection, in a room that is not over. */
const isAway = ({ status }: ControlsRoom): boolean => status.value.state === "offline";
