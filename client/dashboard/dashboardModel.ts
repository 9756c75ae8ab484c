// What the dashboard knows: whether somebody is signed in, what the server says live, which tab is open. Draws nothing, and knows no address.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Live, Minutes, Overview, ServerEvent, Standing } from "../../server/dashboard/messages.ts";
import { type AdminApi, isSignedOut, type Sought } from "./adminApi.ts";
import { EVENTS_KEPT } from "./bounds.ts";
import { withNewer } from "./events.ts";

/** The tabs that are always there; those of features stand before the last, by the features' names. */
const FIRST_TABS = ["overview", "rooms"] as const;
const LAST_TAB = "events";
/** A minute that is over is there a little later. */
const MINUTES_EVERY_MS = 60_000;

/** Of the session: not known yet, nobody is signed in, somebody is, or the server does not answer. */
export type SessionState = "asking" | "out" | "in" | "unreachable";

/** How the stream is: there, cut for the moment, or stopped by whoever reads. */
export type StreamState = "open" | "cut" | "paused";

interface Surroundings {
  readonly api: AdminApi;
  /** Runs each `ms`; the returned function ends it. */
  readonly every: (ms: number, run: () => void) => () => void;
  /** those features of which the page has words, in the order of their tabs */
  readonly known: readonly string[];
}

export class DashboardModel {
  readonly session = signal<SessionState>("asking");
  /** the session has ended by itself */
  readonly hasEnded = signal(false);
  readonly overview = signal<Overview | undefined>(undefined);
  readonly minutes = signal<Minutes | undefined>(undefined);
  readonly stream = signal<StreamState>("cut");
  readonly tab = signal<string>(FIRST_TABS[0]);
  readonly tabs: ReadonlySignal<readonly string[]>;
  /** the newest first */
  readonly events = signal<readonly ServerEvent[]>([]);
  /** those that the stream has left out since the events were asked for */
  readonly missed = signal(0);
  readonly sought = signal<Sought>({ kinds: [], room: "", what: "" });

  readonly #api: AdminApi;
  readonly #every: Surroundings["every"];
  #leave: (() => void)[] = [];
  #close: (() => void) | undefined;
  /** each question about events makes the answers before it old */
  #asked = 0;

  constructor({ api, every, known }: Surroundings) {
    this.#api = api;
    this.#every = every;
    this.tabs = computed(() => {
      const offering = this.overview.value?.features ?? [];
      const counting = this.minutes.value?.columns ?? [];
      const isThere = (name: string): boolean =>
        offering.includes(name) || counting.some((column) => column.startsWith(`${name}.`));
      return [...FIRST_TABS, ...known.filter(isThere), LAST_TAB];
    });
  }

  /** Finds out whether somebody is signed in; `stop` ends all that it begins. */
  async start(): Promise<void> {
    this.session.value = "asking";
    try {
      this.overview.value = await this.#api.overview();
    } catch (problem) {
      this.session.value = isSignedOut(problem) ? "out" : "unreachable";
      return;
    }
    this.#enter();
  }

  stop(): void {
    for (const leave of this.#leave.splice(0)) leave();
    this.#close?.();
    this.#close = undefined;
  }

  /** Rejects with ApiError where the token is not the server's. */
  async signIn(token: string): Promise<void> {
    await this.#api.signIn(token);
    this.hasEnded.value = false;
    await this.start();
  }

  async signOut(): Promise<void> {
    await this.#api.signOut().catch((problem: unknown) => {
      if (!isSignedOut(problem)) throw problem;
    });
    this.#forget();
  }

  /** What was asked for; where the session has ended meanwhile nobody is signed in any more. Rejects as the call does. */
  async ask<Answer>(asking: (api: AdminApi) => Promise<Answer>): Promise<Answer> {
    try {
      return await asking(this.#api);
    } catch (problem) {
      if (isSignedOut(problem)) this.#ended();
      throw problem;
    }
  }

  /** What holds now is known at once, before the stream says so. */
  async wish(asking: (api: AdminApi) => Promise<Standing>): Promise<void> {
    const standing = await this.ask(asking);
    const before = this.overview.peek();
    if (before) this.overview.value = { ...before, standing };
  }

  pause(isPaused: boolean): void {
    this.#close?.();
    this.#close = undefined;
    if (isPaused) this.stream.value = "paused";
    else this.#listen();
  }

  /** Rejects with ApiError; the events stay as they are then. */
  async seek(sought: Sought): Promise<void> {
    this.sought.value = sought;
    const asked = ++this.#asked;
    const { events } = await this.ask((api) => api.events(sought));
    if (asked !== this.#asked) return;
    this.events.value = events.slice(0, EVENTS_KEPT);
    this.missed.value = 0;
  }

  #enter(): void {
    this.session.value = "in";
    const read = (): void => void this.#readMinutes();
    read();
    this.#leave.push(this.#every(MINUTES_EVERY_MS, read));
    this.#listen();
  }

  /** The charts stay as they are where it fails: the stream says that the server is away. */
  async #readMinutes(): Promise<void> {
    this.minutes.value = await this.ask((api) => api.minutes()).catch(() => this.minutes.peek());
  }

  #listen(): void {
    this.stream.value = "cut";
    this.#close = this.#api.live({
      opened: () => {
        const isAgain = this.#asked > 0;
        this.stream.value = "open";
        // what has happened meanwhile was told to nobody
        if (isAgain) void this.seek(this.sought.peek()).catch(() => {});
      },
      cut: () => {
        this.stream.value = "cut";
        // a stream that is refused does not say why
        void this.ask((api) => api.overview()).catch(() => {});
      },
      heard: (kind, told) => this.#heard({ [kind]: told }),
    });
  }

  #heard(told: Partial<Live>): void {
    if (told.overview) this.overview.value = told.overview;
    if (told.happened) this.events.value = withNewer(this.events.peek(), told.happened, this.sought.peek());
    if (told.missed !== undefined) this.missed.value += told.missed;
    if ("signed-out" in told) this.#ended();
  }

  #ended(): void {
    if (this.session.peek() !== "in") return;
    this.hasEnded.value = true;
    this.#forget();
  }

  /** What an operator saw is not there for whoever comes after them. */
  #forget(): void {
    this.stop();
    this.session.value = "out";
    this.overview.value = undefined;
    this.minutes.value = undefined;
    this.events.value = [];
    this.missed.value = 0;
    this.#asked = 0;
  }
}
