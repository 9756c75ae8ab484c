// The edge of a place: pulled, or moved by keys, it makes the place larger or smaller. Knows no content.
import { pressed } from "../../../pressed.ts";
import { type Laid, type Side, SIZES } from "../workbench/layout.ts";
import { resized } from "../workbench/resized.ts";
import type { RoomModel } from "../roomModel.ts";
import { unit } from "../workbench/unit.ts";
import { words } from "../../words.around.ts";

/** Steps of the keys, in sixteenths of a rem. */
const STEP = 16;
const LONG_STEP = 64;

interface ResizerProps {
  readonly model: RoomModel;
  readonly side: Side;
  readonly laid: Laid;
}

const isRightToLeft = (): boolean => getComputedStyle(document.documentElement).direction === "rtl";

export function Resizer({ model: { workbench }, side, laid }: ResizerProps) {
  if (!("size" in laid)) return null;
  const { size } = laid;
  const { least, most } = SIZES[side];
  const set = (wanted: number): void => {
    const sizes = resized(workbench.toLayOut.peek(), side, Math.max(least, Math.min(Math.round(wanted), most)));
    for (const one of Object.keys(sizes) as Side[]) workbench.resize(one, sizes[one]);
  };
  /** how much larger the place is for a pull to the lower right */
  const grows = (): number => (side === "dock" ? -1 : (side === "left") !== isRightToLeft() ? 1 : -1);
  const pull = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const edge = event.currentTarget;
    const from = side === "dock" ? event.clientY : event.clientX;
    edge.setPointerCapture(event.pointerId);
    const done = new AbortController();
    const { signal } = done;
    edge.addEventListener(
      "pointermove",
      (move) => set(size + (grows() * ((side === "dock" ? move.clientY : move.clientX) - from)) / unit()),
      { signal },
    );
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"] as const)
      edge.addEventListener(type, () => done.abort(), { signal });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LONG_STEP : STEP;
    const along = side === "dock" ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const to = along.indexOf(event.key);
    if (to >= 0) set(size + grows() * (to === 0 ? -step : step));
    else if (event.key === "Home") set(least);
    else if (event.key === "End") set(most);
    else if (event.key === "Enter") workbench.resize(side, undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="place-edge"
      role="separator"
      aria-orientation={side === "dock" ? "horizontal" : "vertical"}
      aria-label={words.value.resize[side]}
      aria-valuenow={Math.round(size)}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={pull}
      onDblClick={() => workbench.resize(side, undefined)}
      onKeyDown={pressed(onKey)}
    />
  );
}
