// What a page of HTML names in its room, and which page names a file. Knows no browser and no run.

/** The path that an address in a page names in the room; undefined: it is elsewhere, or none. `page`: the page's own path. */
export function pathOf(address: string, page: string): string | undefined {
  try {
    const { pathname, host } = new URL(address, `http://room.invalid/${page}`);
    return host === "room.invalid" ? decodeURIComponent(pathname).slice(1) : undefined;
  } catch {
    return undefined;
  }
}

/** Of a text that is anything: nothing is looked through twice. */
const NAMING = /<(?:link|script)\b[^<>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** The path of the first page whose styles or scripts are in this file; undefined: none of them. */
export function pageThatNames(path: string, files: ReadonlyMap<string, string>): string | undefined {
  const names = ([page, text]: readonly [string, string]): boolean =>
    /\.html?$/i.test(page) &&
    [...text.matchAll(NAMING)].some(([, ...quoted]) => pathOf(quoted.join(""), page) === path);
  return [...files].find(names)?.[0];
}
