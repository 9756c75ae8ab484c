// How much of the room each place of the workbench gets, by the size of the window. Knows no page.
import type { Place } from "../../pageFeature.ts";
import { isPhone } from "../../phone.ts";

export type Side = Place["at"];
export const SIDES = ["left", "right", "dock"] as const satisfies readonly Side[];

/** All lengths are sixteenths of a rem: px, where nobody has changed the size of letters. */
export const SIZES: Readonly<Record<Side, { readonly first: number; readonly least: number; readonly most: number }>> =
  {
    left: { first: 216, least: 176, most: 320 },
    right: { first: 336, least: 288, most: 480 },
    dock: { first: 256, least: 120, most: 2_000 },
  };
/** of a side that is folded: icons with words */
const RAIL = 60;
const CODE_LEAST = 480;
const CODE_SHARE = 0.6;
/** eight lines, and what stands above and under them */
const CODE_HEIGHT_LEAST = 320;
/** Narrower, a side lies over the code. */
const OVER_BELOW = 900;

/**
 * `beside` takes its place from the code, `over` lies over it, a `sheet` lies over all but the bar at the thumb; a `strip` is the folded
 * place's tabs, and of what is `away` there is nothing.
 */
export type Laid =
  { readonly as: "beside" | "over"; readonly size: number } | { readonly as: "sheet" | "strip" | "away" };

export interface ToLayOut {
  readonly width: number;
  readonly height: number;
  /** those that have a tab */
  readonly sides: readonly Side[];
  /** those whose tab is open, as the browser remembers it */
  readonly open: readonly Side[];
  /** what was opened in this window, the last one at the end */
  readonly opened: readonly Side[];
  /** as somebody has made them */
  readonly sizes: Readonly<Partial<Record<Side, number>>>;
}

export type Layout = Readonly<Record<Side, Laid>>;

const within = (size: number, least: number, most: number): number => Math.max(least, Math.min(size, most));

/** The code keeps 480 and six tenths of a window of 900 or more; the side that was opened longer ago gives way first. */
export function layOut(room: ToLayOut): Layout {
  const { width, sides, open, opened } = room;
  // what is opened on a phone lies over the code as a sheet; under it there is the code, and nothing that was opened before
  const last = opened.at(-1);
  if (isPhone(width))
    return each(sides, (side) => (side === last && open.includes(side) ? { as: "sheet" } : { as: "away" }));
  const besides = besideCode(room);
  return each(sides, (side) => {
    if (!open.includes(side)) return { as: "strip" };
    if (side === "dock") return dock(room);
    const size = besides.get(side);
    if (size !== undefined) return { as: "beside", size };
    return width < OVER_BELOW && side === last ? { as: "over", size: sizeOf(room, side) } : { as: "strip" };
  });
}

const each = (sides: readonly Side[], lay: (side: Side) => Laid): Layout => {
  const laid = (side: Side): Laid => (sides.includes(side) ? lay(side) : { as: "away" });
  return { left: laid("left"), right: laid("right"), dock: laid("dock") };
};

export const sizeOf = ({ sizes }: ToLayOut, side: Side): number =>
  within(sizes[side] ?? SIZES[side].first, SIZES[side].least, SIZES[side].most);

/** Of the window, for the sides. */
export const forSides = (width: number): number => width - Math.max(CODE_LEAST, CODE_SHARE * width);

/** The sides that stand beside the code, with their widths. */
function besideCode(room: ToLayOut): ReadonlyMap<Side, number> {
  const { width, sides, open, opened } = room;
  if (width < OVER_BELOW) return new Map();
  const there = (["left", "right"] as const).filter((side) => sides.includes(side));
  const left = forSides(width);
  // the one that was opened last comes first
  const wanted = there
    .filter((side) => open.includes(side))
    .toSorted((one, other) => opened.indexOf(other) - opened.indexOf(one));
  while (wanted.length > 0) {
    const rails = (there.length - wanted.length) * RAIL;
    const least = wanted.reduce((sum, side) => sum + SIZES[side].least, 0);
    const spare = left - rails - least;
    if (spare >= 0) return shared(room, wanted, spare);
    wanted.pop();
  }
  return new Map();
}

/** What is there beyond the least goes by how much each wants beyond it. */
function shared(room: ToLayOut, sides: readonly Side[], spare: number): ReadonlyMap<Side, number> {
  const beyond = sides.map((side) => sizeOf(room, side) - SIZES[side].least);
  const wanted = beyond.reduce((sum, one) => sum + one, 0);
  const share = wanted > spare ? spare / wanted : 1;
  return new Map(sides.map((side, index) => [side, SIZES[side].least + Math.floor((beyond[index] ?? 0) * share)]));
}

/** In a low window the dock lies over the code. */
function dock(room: ToLayOut): Laid {
  const spare = room.height - CODE_HEIGHT_LEAST;
  const size = sizeOf(room, "dock");
  return spare >= SIZES.dock.least
    ? { as: "beside", size: Math.min(size, spare) }
    : { as: "over", size: Math.min(size, room.height / 2) };
}
