// What an event says, in words, beside the server's name for it, by which it is looked for. Draws nothing.
import type { ServerEvent } from "../../server/dashboard/messages.ts";
import { isErrorCode } from "#protocol/errors.ts";
import { refusalWords } from "../words.errors.ts";
import { words } from "./words.ts";

/** Undefined where there are no words but the server's. */
export function eventWords({ kind, what }: Pick<ServerEvent, "kind" | "what">): string | undefined {
  if (what === undefined) return undefined;
  const { measured, eventList } = words.value;
  if (kind === "feature") return measured[what];
  if (kind === "action") return eventList.actions[what];
  return kind === "refused" && isErrorCode(what) ? refusalWords(what) : undefined;
}
