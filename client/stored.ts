// What the browser keeps for this page, as texts by their names. Knows none of them.

type Texts = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** A storage of the browser. Where it is missing, full or forbidden it keeps nothing, and nothing throws. */
export class SafeStorage {
  readonly #texts: () => Texts;

  /** Where a browser has none, or forbids it, looking at it throws, so `texts` may, at any time. */
  constructor(texts: () => Texts) {
    this.#texts = texts;
  }

  /** undefined: it has none. */
  read(name: string): string | undefined {
    return attempt(() => this.#texts().getItem(name)) ?? undefined;
  }

  /** A text that is JSON; undefined: it has none, or one that this page has not written: more than `most` UTF-16 units, or no JSON. */
  readJson(name: string, most = Infinity): unknown {
    const text = this.read(name) ?? "";
    return text.length > most ? undefined : parsed(text);
  }

  /** undefined: from now on there is none. False: it is not kept. */
  write(name: string, text: string | undefined): boolean {
    const isDone = attempt(() => {
      if (text === undefined) this.#texts().removeItem(name);
      else this.#texts().setItem(name, text);
      return true;
    });
    return isDone === true;
  }

  /** Of all that it has. */
  get names(): readonly string[] {
    const names = attempt(() => {
      const texts = this.#texts();
      return Array.from({ length: texts.length }, (_, index) => texts.key(index) ?? "");
    });
    return names ?? [];
  }
}

/** Calls with what another window of this browser writes under a name, until `signal`; undefined: there is none any more. */
export function onStored(name: string, changed: (text: string | undefined) => void, signal?: AbortSignal): void {
  const hear = ({ key, newValue }: StorageEvent): void => {
    // without a key everything was cleared
    if (key === name || key === null) changed(newValue ?? undefined);
  };
  addEventListener("storage", hear, signal && { signal });
}

/** What anything on this origin can have written; undefined: no JSON. */
export const parsed = (json: string): unknown => attempt((): unknown => JSON.parse(json));

/** What it has by names; of what is no object, nothing. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** undefined where it throws. */
export function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** What every page of this browser shares. */
export const browserStorage = new SafeStorage(() => localStorage);
/** What this tab has alone, over a reload as well. */
export const tabStorage = new SafeStorage(() => sessionStorage);
