// What the browser keeps for this page, as texts by their names. Knows none of them.

type Texts = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** A storage of the browser. Where it is missing, full or forbidden it keeps nothing, and nothing throws. */
export class SafeStorage {
  readonly #texts: () => Texts | undefined;

  /** Where a browser forbids it, looking at its storage throws, so `texts` may, at any time. */
  constructor(texts: () => Texts | undefined) {
    this.#texts = texts;
  }

  /** undefined: it has none. */
  read(name: string): string | undefined {
    return this.#try((texts) => texts.getItem(name)) ?? undefined;
  }

  /** A text that is JSON; undefined: it has none, or one that this page has not written: more than `most` UTF-16 units, or no JSON. */
  readJson(name: string, most = Infinity): unknown {
    const text = this.read(name);
    return text === undefined || text.length > most ? undefined : parsed(text);
  }

  /** undefined: from now on there is none. False: it is not kept. */
  write(name: string, text: string | undefined): boolean {
    const isDone = this.#try((texts) => {
      if (text === undefined) texts.removeItem(name);
      else texts.setItem(name, text);
      return true;
    });
    return isDone === true;
  }

  /** Of all that it has. */
  get names(): readonly string[] {
    return this.#try((texts) => Array.from({ length: texts.length }, (_, index) => texts.key(index) ?? "")) ?? [];
  }

  #try<Result>(run: (texts: Texts) => Result): Result | undefined {
    try {
      const texts = this.#texts();
      return texts && run(texts);
    } catch {
      return undefined;
    }
  }
}

/** What anything on this origin can have written; undefined: no JSON. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What every page of this browser shares. */
export const browserStorage = new SafeStorage(() => localStorage);
/** What this tab has alone, over a reload as well. */
export const tabStorage = new SafeStorage(() => sessionStorage);
