// Where this client is in one file, told to the others no oftener than they can use. Knows no editor and no socket.
import type { ChangeDesc } from "@codemirror/state";
import type { PresenceState } from "#protocol/serverMessages.ts";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import type { TimeAndChance } from "./ports.ts";

/** Where somebody is, as everybody else is told. `top`: where the first line begins that they see. */
export interface PresenceInFile {
  readonly selections: readonly Selection[];
  readonly top: number | undefined;
  readonly state: PresenceState | undefined;
}

/** What a presence is told against: the length of the text that everybody has, and how far this person is with it. */
export interface Now {
  readonly length: number;
  readonly state: PresenceState | undefined;
  /** so much time is between two that are told */
  readonly intervalMs: number;
}

export class OwnPresence {
  readonly #clock: TimeAndChance;
  readonly #now: () => Now | undefined;
  readonly #send: (presence: PresenceInFile) => void;
  #selections: readonly Selection[] = [];
  #top: number | undefined;
  /** what everybody believes, in the newest text; undefined: that this client is in another file, or nowhere */
  #told: PresenceInFile | undefined;
  #toldAt = 0;
  #cancel = (): void => {};

  /** `now` is undefined while positions mean nothing to others, or when this client is in another file. */
  constructor(clock: TimeAndChance, now: () => Now | undefined, send: (presence: PresenceInFile) => void) {
    this.#clock = clock;
    this.#now = now;
    this.#send = send;
  }

  moved(selections: readonly Selection[], top: number | undefined): void {
    this.#selections = selections;
    this.#top = top;
    this.tell();
  }

  /** The text has changed for everybody, and what they believe with it. */
  carried(changes: ChangeDesc, own: boolean): void {
    if (!this.#told) return;
    const { selections, top } = this.#told;
    const [carriedTop] = top === undefined ? [] : mapSelections([[top, top]], changes, own);
    this.#told = { ...this.#told, selections: mapSelections(selections, changes, own), top: carriedTop?.[1] };
  }

  /** Nobody believes anything any more. */
  forget(): void {
    this.#told = undefined;
    this.#cancel();
  }

  /** Tells it where that says anything new: now, or when the time for it has come. */
  tell(): void {
    const now = this.#now();
    if (!now) return;
    const within = (position: number): number => Math.min(position, now.length);
    const presence: PresenceInFile = {
      selections: this.#selections.map(([anchor, head]): Selection => [within(anchor), within(head)]),
      top: this.#top === undefined ? undefined : within(this.#top),
      state: now.state,
    };
    if (this.#told && areSame(presence, this.#told)) return;
    this.#cancel();
    const wait = this.#toldAt + now.intervalMs - this.#clock.now();
    if (wait > 0) {
      this.#cancel = this.#clock.after(wait, () => this.tell());
      return;
    }
    this.#toldAt = this.#clock.now();
    this.#told = presence;
    this.#send(presence);
  }
}

const areSame = (one: PresenceInFile, other: PresenceInFile): boolean =>
  one.top === other.top &&
  one.state === other.state &&
  one.selections.length === other.selections.length &&
  one.selections.every(
    ([anchor, head], index) => other.selections[index]?.[0] === anchor && other.selections[index]?.[1] === head,
  );
