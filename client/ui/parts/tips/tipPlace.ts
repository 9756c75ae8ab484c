// Where a tooltip stands: beside what it is of, and over nothing that can be pressed next to it. Knows no page.

/** CSS pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Corner = Pick<Box, "left" | "top">;
type Size = Pick<Box, "width" | "height">;

/** between the two, and from the window's edge */
const GAP = 6;

const overlapIn = (one: number, size: number, other: number, otherSize: number): boolean =>
  one < other + otherSize && other < one + size;

const overlap = (one: Box, other: Box): boolean =>
  overlapIn(one.left, one.width, other.left, other.width) && overlapIn(one.top, one.height, other.top, other.height);

/** The upper left corner: under it, over it or at a side, the first that fits and covers no neighbour; where none does, the first that fits. */
export function placeTip(tip: Size, of: Box, neighbours: readonly Box[], window: Size): Corner {
  const middle = of.left + (of.width - tip.width) / 2;
  const left = Math.max(GAP, Math.min(middle, window.width - tip.width - GAP));
  const top = Math.max(GAP, Math.min(of.top + (of.height - tip.height) / 2, window.height - tip.height - GAP));
  const upright: readonly Corner[] = [
    { left, top: of.top + of.height + GAP },
    { left, top: of.top - tip.height - GAP },
  ];
  const aside: readonly Corner[] = [
    { left: of.left + of.width + GAP, top },
    { left: of.left - tip.width - GAP, top },
  ];
  // in a column the next one is under it
  const isInColumn = neighbours.some((one) => overlapIn(one.left, one.width, of.left, of.width));
  const fits = (corner: Corner): boolean =>
    corner.left >= 0 &&
    corner.top >= 0 &&
    corner.left + tip.width <= window.width &&
    corner.top + tip.height <= window.height;
  const all = (isInColumn ? [...aside, ...upright] : [...upright, ...aside]).filter(fits);
  const free = all.find((corner) => !neighbours.some((one) => overlap({ ...corner, ...tip }, one)));
  return free ?? all[0] ?? { left, top };
}
