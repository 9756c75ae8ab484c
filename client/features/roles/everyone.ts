// Gives everybody but the owners one role, and says so once they have it. Loaded when it is asked for first; draws nothing.
import { effect, untracked } from "@preact/signals";
import type { LinksToo } from "../../../server/features/roles/messages.ts";
import { show } from "../../ui/parts/notices.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

/** Of several it is the last that is waited for: what the server refuses is never said. */
let stopWaiting = (): void => {};

export function giveEveryone(model: RolesModel, role: "editor" | "viewer", links?: LinksToo): void {
  stopWaiting();
  const before = model.state.peek();
  model.setEveryone(role, links);
  const stop = effect(() => {
    const { participants = [] } = model.room.room.value ?? {};
    const haveIt = participants.every((one) => one.removed === true || one.role === "owner" || one.role === role);
    if (model.state.value === before || !haveIt) return;
    queueMicrotask(() => stop());
    const { viewers, editors } = words.peek().settings;
    untracked(() => show(role === "viewer" ? viewers.done : editors.done));
  });
  stopWaiting = stop;
}
