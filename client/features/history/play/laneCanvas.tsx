// A lane of the time line on a canvas: bars in a person's colour, and where nobody typed. Knows no edit.
import { useEffect, useRef } from "preact/hooks";
import { personColour } from "../../../personColour.ts";
import type { Lane } from "./lanes.ts";

interface LaneCanvasProps {
  readonly lane: Lane;
  /** index into the palette; undefined: nobody's own */
  readonly colour: number | undefined;
  /** where long pauses begin and end, from 0 to 1 */
  readonly pauses: readonly (readonly [from: number, to: number])[];
  readonly columnPx: number;
}

/** A pause that is left out is seen all the same. */
const LEAST_PAUSE_PX = 6;
const HATCH_PX = 4;

export function LaneCanvas({ lane, colour, pauses, columnPx }: LaneCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = ref;
    if (!current) return undefined;
    const paint = (): void => paintLane(current, lane, pauses, columnPx);
    paint();
    const listening = new AbortController();
    const { signal } = listening;
    // a window may move to a finer screen, and its colours may become others
    const queries = [
      "(prefers-color-scheme: dark)",
      "(forced-colors: active)",
      `(resolution: ${devicePixelRatio}dppx)`,
    ];
    for (const query of queries) matchMedia(query).addEventListener("change", paint, { signal });
    const watching = new MutationObserver(paint);
    watching.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const measuring = new ResizeObserver(paint);
    measuring.observe(current);
    return () => {
      listening.abort();
      watching.disconnect();
      measuring.disconnect();
    };
  }, [lane, pauses, columnPx, colour]);
  return <canvas ref={ref} class={colour === undefined ? "lane" : `lane ${personColour(colour)}`} aria-hidden="true" />;
}

function paintLane(
  canvas: HTMLCanvasElement,
  { bars }: Lane,
  pauses: LaneCanvasProps["pauses"],
  columnPx: number,
): void {
  const context = canvas.getContext("2d");
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0) return;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(canvas.width / width, canvas.height / height);
  // what the style sheet makes of the colours, forced ones too
  const { color, borderBottomColor } = getComputedStyle(canvas);
  context.strokeStyle = borderBottomColor;
  for (const [from, to] of pauses)
    hatch(context, from * width, Math.max(to * width, from * width + LEAST_PAUSE_PX), height);
  context.fillStyle = color;
  const column = width / bars.length;
  for (const [index, bar] of bars.entries())
    if (bar > 0) {
      const tall = Math.max(2, bar * (height - 4));
      context.fillRect(index * column, height - tall, Math.max(1, column * ((columnPx - 2) / columnPx)), tall);
    }
}

function hatch(context: CanvasRenderingContext2D, from: number, to: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, height);
  context.clip();
  context.beginPath();
  for (let at = from - height; at < to; at += HATCH_PX) {
    context.moveTo(at, height);
    context.lineTo(at + height, 0);
  }
  context.stroke();
  context.restore();
}
