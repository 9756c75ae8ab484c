// What this browser remembers: my name, and the rooms I was in with my key to each. Knows no page; lives without storage, too.
import { isLanguage, type Language } from "#protocol/languages.ts";

/** A room this browser has been in. */
export interface KnownRoom {
  readonly roomId: string;
  /** my name there */
  readonly name: string;
  /** my secret there: owner's or participant's */
  readonly key?: string;
  readonly participant?: number;
  readonly language?: Language;
  /** ms since 1970 */
  readonly visited: number;
}

/** Rooms beyond this many are forgotten, the longest unvisited first. */
export const KNOWN_ROOMS = 100;

const NAME = "companion:name";
const ROOMS = "companion:rooms";

/**
 * The memory of one browser over its localStorage. Where storage is missing, full or forbidden, it remembers until the page
 * is closed, and nothing throws.
 */
export class BrowserMemory {
  readonly #storage: Pick<Storage, "getItem" | "setItem"> | undefined;
  readonly #unstored = new Map<string, string>();

  constructor(storage: Pick<Storage, "getItem" | "setItem"> | undefined) {
    this.#storage = storage;
  }

  get name(): string {
    return this.#read(NAME) ?? "";
  }

  set name(name: string) {
    this.#write(NAME, name);
  }

  /** Newest visit first. */
  get rooms(): readonly KnownRoom[] {
    try {
      const list: unknown = JSON.parse(this.#read(ROOMS) ?? "[]");
      return Array.isArray(list) ? list.filter(isKnownRoom) : [];
    } catch {
      return [];
    }
  }

  room(roomId: string): KnownRoom | undefined {
    return this.rooms.find((room) => room.roomId === roomId);
  }

  /** Adds the room or brings it up to date, and puts it first. What is not given stays as it was. */
  remember(room: KnownRoom): void {
    const others = this.rooms.filter(({ roomId }) => roomId !== room.roomId);
    this.#keep([{ ...this.room(room.roomId), ...room }, ...others]);
  }

  forget(roomId: string): void {
    this.#keep(this.rooms.filter((room) => room.roomId !== roomId));
  }

  #keep(rooms: readonly KnownRoom[]): void {
    this.#write(ROOMS, JSON.stringify(rooms.slice(0, KNOWN_ROOMS)));
  }

  #read(key: string): string | undefined {
    try {
      return this.#unstored.get(key) ?? this.#storage?.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(key: string, value: string): void {
    try {
      if (this.#storage === undefined) throw new Error("no storage");
      this.#storage.setItem(key, value);
      this.#unstored.delete(key);
    } catch {
      this.#unstored.set(key, value);
    }
  }
}

const isKnownRoom = (value: unknown): value is KnownRoom => {
  if (typeof value !== "object" || value === null) return false;
  const room = value as Record<string, unknown>;
  return (
    typeof room["roomId"] === "string" &&
    typeof room["name"] === "string" &&
    typeof room["visited"] === "number" &&
    (room["key"] === undefined || typeof room["key"] === "string") &&
    (room["participant"] === undefined || typeof room["participant"] === "number") &&
    (room["language"] === undefined || isLanguage(room["language"]))
  );
};

/** A new id for one opening of a room: 144 random bits in URL-safe base 64, never stored, so a duplicated tab has its own. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
