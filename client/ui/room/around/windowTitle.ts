// What the browser's tab says of a room: what it is called, and before it whether it is over, or how many are in it.
import { overWords } from "../connection/overWords.ts";
import { hereCount } from "./people.tsx";
import { roomName } from "../../parts/roomLabel.ts";
import type { RoomModel } from "../roomModel.ts";

export function windowTitle(model: RoomModel): string {
  const status = model.status.value;
  const count = hereCount(model);
  const before =
    status.state === "ended" ? `${overWords(status.code, status.message).title}: ` : count > 1 ? `(${count}) ` : "";
  return `${before}${roomName(model.named.value)} – Code Companion`;
}
