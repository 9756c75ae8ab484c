// The storage of a browser, in memory, for tests. Knows no page.
export class MapStorage implements Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> {
  readonly items = new Map<string, string>();

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** One that takes nothing more. */
export class FullStorage extends MapStorage {
  override setItem(): void {
    throw new Error("full");
  }
}
