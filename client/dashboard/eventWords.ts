// What an event says, in words, beside the server's name for it where it is looked for by that. Draws nothing.
import type { ServerEvent } from "../../server/dashboard/messages.ts";
import { isErrorCode } from "#protocol/errors.ts";
import { refusalWords } from "../words.errors.ts";
import { words } from "./words.ts";

/** All that an event says but when, where and of which room. */
export function eventDetail({ kind, what, group, name, times = 1 }: Omit<ServerEvent, "id" | "node" | "time">): string {
  const said = eventWords({ kind, ...(what !== undefined && { what }) });
  // what the operator has done is a kind of its own, and each of it has words
  const code = kind === "action" && said !== undefined ? undefined : what;
  return [said, code, group, name, times > 1 ? words.value.eventList.times(times) : undefined]
    .filter((one) => one !== undefined)
    .join(" · ");
}

/** Undefined where there are no words but the server's. */
export function eventWords({ kind, what }: Pick<ServerEvent, "kind" | "what">): string | undefined {
  if (what === undefined) return undefined;
  const { measured, eventList } = words.value;
  if (kind === "feature") return measured[what];
  if (kind === "action") return eventList.actions[what];
  // what people in rooms are told of it is not all that an operator wants to know
  return kind === "refused" && isErrorCode(what) ? (words.value.refusedAs[what] ?? refusalWords(what)) : undefined;
}
