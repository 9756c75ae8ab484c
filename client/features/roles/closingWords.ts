// What closes when something is taken from somebody, in words for the owner who decides it. Knows no dialog.
import type { Participant } from "#protocol/events.ts";
import { listed } from "../../ui/roomList.ts";
import type { ClosingWay } from "./messages.ts";

export interface ClosingWords {
  readonly what: string;
  /** whom else it served */
  readonly others: string;
}

const WHAT = {
  plain: "The room’s own link",
  edit: "The link for editing",
  view: "The link for viewing only",
  code: "The join code",
} as const;

const STILL = "It would let newcomers read, not edit.";

/** `people` are those of the room, `me` the number of the owner who decides. */
export function closingWords(way: ClosingWay, people: readonly Participant[], me: number | undefined): ClosingWords {
  const nameOf = (number: number): string =>
    people.find(({ participant }) => participant === number)?.name ?? "somebody";
  const whose = way.owner === me ? "Your own" : `${nameOf(way.owner ?? 0)}’s`;
  return {
    what: way.kind === "owner" ? `${whose} owner link` : WHAT[way.kind],
    others: [...servedWords(way, nameOf), ...outWords(way), ...(way.gives === "viewer" ? [STILL] : [])].join(" "),
  };
}

function servedWords({ kind, others, people }: ClosingWay, nameOf: (number: number) => string): string[] {
  if (others === 0) return [kind === "plain" ? "Nobody else has it." : "Nobody else came by it."];
  const names = people.map(nameOf);
  const who = listed(others > names.length ? [...names, `${others - names.length} more`] : names);
  if (kind !== "plain") return [`${who} came by it, too.`];
  return [`${who} ${others === 1 ? "has" : "have"} it, too.`];
}

function outWords({ out = 0 }: ClosingWay): string[] {
  if (out === 0) return [];
  return [out === 1 ? "One viewer is in by it and would be out." : `${out} viewers are in by it and would be out.`];
}
