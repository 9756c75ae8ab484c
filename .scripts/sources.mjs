// What a build is made of, as one hash, so that a build can tell whether it is still that of these sources.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Where a build keeps the hash of its sources. */
export const STAMP = join(ROOT, "dist", ".sources");

const PLACES = ["package.json", "package-lock.json", ".scripts", "client", "server"];
const isLeftOut = (path) =>
  /\.test\.ts$|\.md$|(^|\/)mutants\.mjs$|^client\/e2e\/|^server\/test\/|\/features\/\w+\/test\//.test(path);

function* filesIn(path) {
  const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(inner);
    else yield inner;
  }
}

/** The hash of everything that goes into a build. */
export function hashOfSources() {
  const hash = createHash("sha256");
  for (const place of PLACES)
    for (const path of place.includes(".") && !place.startsWith(".") ? [place] : filesIn(place)) {
      if (isLeftOut(path)) continue;
      const bytes = readFileSync(join(ROOT, path));
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  return hash.digest("hex");
}

/** Whether it is the turn of what has this place in a list: one of so many is tried with every landing, another one when the sources are others. */
export function turnOf(shares) {
  const turn = Number(`0x${hashOfSources().slice(0, 8)}`) % shares;
  return (index) => index % shares === turn;
}
