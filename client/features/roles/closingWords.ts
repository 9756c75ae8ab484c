// What closes when something is taken from somebody, in words for the owner who decides it. Knows no dialog.
import type { Participant } from "#protocol/events.ts";
import { listed } from "../../ui/parts/listedNames.ts";
import { words as around } from "../../ui/words.around.ts";
import type { ClosingWay } from "../../../server/features/roles/messages.ts";
import { words } from "./words.owners.ts";

export interface ClosingWords {
  readonly what: string;
  /** whom else it served */
  readonly others: string;
}

/** `people` are those of the room, `me` the number of the owner who decides. */
export function closingWords(way: ClosingWay, people: readonly Participant[], me: number | undefined): ClosingWords {
  const { closing } = words.value;
  const nameOf = (number: number): string =>
    people.find(({ participant }) => participant === number)?.name ?? closing.somebody;
  return {
    what:
      way.kind === "owner"
        ? closing.ownerLink(way.owner === me ? undefined : nameOf(way.owner ?? 0))
        : closing[way.kind],
    others: [...servedWords(way, nameOf), ...outWords(way), ...(way.gives === "viewer" ? [closing.still] : [])].join(
      " ",
    ),
  };
}

function servedWords({ kind, others, people }: ClosingWay, nameOf: (number: number) => string): string[] {
  const { closing } = words.value;
  if (others === 0) return [kind === "plain" ? closing.nobodyHas : closing.nobodyUsed];
  const names = people.map(nameOf);
  const who = listed(others > names.length ? [...names, around.value.moreNames(others - names.length)] : names);
  return [kind === "plain" ? closing.has(who, others) : closing.used(who)];
}

function outWords({ out = 0 }: ClosingWay): string[] {
  return out === 0 ? [] : [words.value.closing.out(out)];
}
