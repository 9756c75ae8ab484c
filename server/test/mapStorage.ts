// The storage of a browser, in memory, for tests. Knows no page.
export class MapStorage implements Pick<Storage, "getItem" | "setItem"> {
  readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}
