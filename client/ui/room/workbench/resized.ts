// What becomes of the sizes of the workbench when somebody makes one of its places another. Pure.
import { forSides, layOut, type Side, SIZES, sizeOf, type ToLayOut } from "./layout.ts";

/** Of two sides beside the code the other gives way, down to its least. */
export function resized(room: ToLayOut, side: Side, wanted: number): ToLayOut["sizes"] {
  const layout = layOut(room);
  const other = side === "left" ? "right" : "left";
  if (side === "dock" || layout[side].as !== "beside" || layout[other].as !== "beside") return { [side]: wanted };
  const both = Math.floor(forSides(room.width));
  const size = Math.min(wanted, both - SIZES[other].least);
  return { [side]: size, ...(sizeOf(room, other) > both - size && { [other]: both - size }) };
}
