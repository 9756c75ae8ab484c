// Where things are on the screen, in CSS pixels of the window. Knows the editor's classes, no room.
import type { Page } from "@playwright/test";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How many pixels deep two boxes lie over each other; 0 when they do not. */
export const overlap = (one: Box, other: Box): number =>
  Math.min(one.right, other.right) > Math.max(one.left, other.left)
    ? Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top))
    : 0;

/** The boxes of all elements that match. */
export const boxesOf = (page: Page, selector: string): Promise<Box[]> =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll(wanted)].map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    selector,
  );

/** For each line of code what its letters really cover: from the top of a capital to the foot of a "g", where it has them. */
export const inkOfLines = (page: Page): Promise<Box[]> =>
  page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d")!;
    return [...document.querySelectorAll<HTMLElement>(".cm-line")].map((line) => {
      const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(line);
      pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
      const ink = pen.measureText(line.textContent);
      const range = document.createRange();
      range.selectNodeContents(line);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const half = (bottom - top - ink.fontBoundingBoxAscent - ink.fontBoundingBoxDescent) / 2;
      const baseline = top + half + ink.fontBoundingBoxAscent;
      return {
        left,
        right,
        top: baseline - ink.actualBoundingBoxAscent,
        bottom: baseline + ink.actualBoundingBoxDescent,
      };
    });
  });
