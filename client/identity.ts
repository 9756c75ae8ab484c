// What this browser remembers: my name, and the rooms I was in with my key to each. Knows no page; lives without storage, too.
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { isLanguage, type Language } from "#protocol/languages.ts";
import { parsed, recordOf, type SafeStorage } from "./stored.ts";

/** What is kept of a place of the workbench. */
export interface KeptSide {
  /** whether its tab is open */
  readonly isOpen: boolean;
  /** the tab that is open, or was last */
  readonly tab?: string;
  /** px; without it as large as it is at first */
  readonly size?: number;
}

/** By the name of the place. */
export type KeptWorkbench = Readonly<Record<string, KeptSide>>;

/** A room this browser has been in. */
export interface KnownRoom {
  readonly roomId: string;
  /** my name there; empty where what is stored is none */
  readonly name: string;
  /** my secret there: owner's or participant's */
  readonly key?: string;
  readonly participant?: number;
  /** what the room is called; empty or absent: by two words */
  readonly title?: string;
  /** ms since 1970; the two words are drawn from it */
  readonly dateCreated?: number;
  readonly language?: Language;
  /** which files had a tab, in which order, and which was shown */
  readonly arrangement?: { readonly tabs: readonly number[]; readonly shown: number };
  /** comes first in the list, and is the last to be forgotten */
  readonly starred?: boolean;
  /** the server has said that there is no such room any more */
  readonly gone?: boolean;
  /** ms since 1970 */
  readonly visited: number;
}

/** Rooms beyond this many are forgotten, the longest unvisited first, those with a star last. */
export const KNOWN_ROOMS = 200;

const MARK = "companion:mark";
const NAME = "companion:name";
const ROOMS = "companion:rooms";
const WORKBENCH = "companion:workbench";

/** The memory of one browser over its storage. Where that keeps nothing, it remembers until the page is closed. */
export class BrowserMemory {
  readonly #storage: SafeStorage;
  readonly #unstored = new Map<string, string>();
  /** random, in storage as long as nobody has cleared it */
  #mark: string;

  constructor(storage: SafeStorage) {
    this.#storage = storage;
    this.#mark = this.#read(MARK) ?? newClientId();
    this.#write(MARK, this.#mark);
  }

  /** Whether everything was forgotten, by this site's data being cleared, since this page has asked last or begun. */
  noticeClearing(): boolean {
    const mark = this.#read(MARK);
    if (mark === this.#mark) return false;
    // another one, so that each page notices; where one has noticed before, that one's
    this.#mark = mark ?? newClientId();
    this.#write(MARK, this.#mark);
    return true;
  }

  /** Whether the rooms, and the keys to them, are there when this page is gone. */
  get isKept(): boolean {
    return !this.#unstored.has(ROOMS);
  }

  /** Empty where none is known: somebody is asked then. */
  get name(): string {
    return nameIn(this.#read(NAME) ?? "");
  }

  set name(name: string) {
    this.#write(NAME, name);
  }

  /** How large the places of the workbench are, and which of their tabs are open. */
  get workbench(): KeptWorkbench {
    const kept = Object.entries(recordOf(parsed(this.#read(WORKBENCH) ?? "")));
    return Object.fromEntries(kept.filter((side): side is [string, KeptSide] => isKeptSide(side[1])));
  }

  keepWorkbench(now: KeptWorkbench): void {
    this.#write(WORKBENCH, JSON.stringify(now));
  }

  /** Newest visit first. */
  get rooms(): readonly KnownRoom[] {
    const list = parsed(this.#read(ROOMS) ?? "");
    if (!Array.isArray(list)) return [];
    return list.filter(isKnownRoom).map((room) => ({ ...room, name: nameIn(room.name) }));
  }

  room(roomId: string): KnownRoom | undefined {
    return this.rooms.find((room) => room.roomId === roomId);
  }

  /** Adds rooms or brings them up to date. What is not given of a room stays as it was. */
  remember(...rooms: readonly KnownRoom[]): void {
    const before = this.rooms;
    const changed = rooms.map((room) => ({ ...before.find(({ roomId }) => roomId === room.roomId), ...room }));
    const others = before.filter(({ roomId }) => rooms.every((room) => room.roomId !== roomId));
    this.#keep([...changed, ...others]);
  }

  /** Changes what is given of a room that is remembered; of another, nothing. */
  change(roomId: string, change: Partial<KnownRoom>): void {
    this.#keep(this.rooms.map((room) => (room.roomId === roomId ? { ...room, ...change } : room)));
  }

  forget(...roomIds: readonly string[]): void {
    this.#keep(this.rooms.filter(({ roomId }) => !roomIds.includes(roomId)));
  }

  #keep(all: readonly KnownRoom[]): void {
    const rooms = all.toSorted((one, other) => other.visited - one.visited);
    const kept = new Set(rooms.toSorted((one, other) => starOf(other) - starOf(one)).slice(0, KNOWN_ROOMS));
    this.#write(ROOMS, JSON.stringify(rooms.filter((room) => kept.has(room))));
  }

  #read(key: string): string | undefined {
    return this.#unstored.get(key) ?? this.#storage.read(key);
  }

  #write(key: string, value: string): void {
    if (this.#storage.write(key, value)) this.#unstored.delete(key);
    else this.#unstored.set(key, value);
  }
}

/** The page stores no name that is longer than a room takes, and no data for one: what is stored so is none, or the room would refuse it for ever. */
function nameIn(stored: string): string {
  const most = DEFAULT_LIMITS.nameCharacters;
  if (stored.length > 2 * most || [...stored].length > most) return "";
  return parsed(stored) instanceof Object ? "" : stored;
}

const starOf = ({ starred }: KnownRoom): number => (starred === true ? 1 : 0);

const isKnownRoom = (value: unknown): value is KnownRoom => {
  const room = recordOf(value);
  return (
    typeof room["roomId"] === "string" &&
    typeof room["name"] === "string" &&
    typeof room["visited"] === "number" &&
    (room["key"] === undefined || typeof room["key"] === "string") &&
    (room["participant"] === undefined || typeof room["participant"] === "number") &&
    (room["title"] === undefined || typeof room["title"] === "string") &&
    (room["dateCreated"] === undefined || typeof room["dateCreated"] === "number") &&
    (room["starred"] === undefined || typeof room["starred"] === "boolean") &&
    (room["gone"] === undefined || typeof room["gone"] === "boolean") &&
    (room["arrangement"] === undefined || isArrangement(room["arrangement"])) &&
    (room["language"] === undefined || isLanguage(room["language"]))
  );
};

const isKeptSide = (value: unknown): value is KeptSide => {
  const { isOpen, tab, size } = recordOf(value);
  return (
    typeof isOpen === "boolean" &&
    (tab === undefined || typeof tab === "string") &&
    (size === undefined || Number.isFinite(size))
  );
};

const isArrangement = (value: unknown): boolean => {
  const { tabs, shown } = recordOf(value);
  return Number.isSafeInteger(shown) && Array.isArray(tabs) && tabs.every((file) => Number.isSafeInteger(file));
};

/** A new id for one opening of a room: 144 random bits in URL-safe base 64, never stored, so a duplicated tab has its own. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
