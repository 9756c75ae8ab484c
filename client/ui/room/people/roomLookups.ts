// Readings of a room for the screen: who is here, and what to call them. Pure.
import type { Participant, RoomDetails } from "#protocol/events.ts";
import type { PresenceState } from "#protocol/serverMessages.ts";
import type { ConnectedClient } from "#protocol/serverMessages.ts";

/** A person as the list shows them. */
export interface Person extends Participant {
  /** the numbers of their open tabs */
  readonly clients: readonly number[];
  /** with a tab, or gone so shortly that they may be back */
  readonly isHere: boolean;
  readonly isYou: boolean;
}

/** Everybody: you first, then who is here, in the order in which they came, then who has been here, who left last first. */
export function people(
  room: RoomDetails,
  clients: ReadonlyMap<number, ConnectedClient>,
  leaving: ReadonlyMap<number, unknown>,
  you: number | undefined,
): readonly Person[] {
  const tabs = new Map<number, number[]>();
  for (const { client, participant } of clients.values())
    tabs.set(participant, [...(tabs.get(participant) ?? []), client]);
  const rank = (person: Person): number => (person.isYou ? 0 : person.isHere ? 1 : 2);
  return room.participants
    .map((person) => ({
      ...person,
      clients: tabs.get(person.participant) ?? [],
      // whoever was removed is out, whatever may be undone
      isHere: person.removed !== true && (tabs.has(person.participant) || leaving.has(person.participant)),
      isYou: person.participant === you,
    }))
    .toSorted((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? (b.lastSeen ?? 0) - (a.lastSeen ?? 0) : 0));
}

const RANKS: Readonly<Record<PresenceState | "with it", number>> = { "with it": 0, idle: 1, away: 2 };

/** The client by which somebody is in the room most: in a file, least away, and of those the one that came last. */
export function clientOf(
  clients: readonly number[],
  inFile: ReadonlyMap<number, number>,
  states: ReadonlyMap<number, PresenceState>,
): number | undefined {
  const rank = (client: number): number => (inFile.has(client) ? RANKS[states.get(client) ?? "with it"] : 3);
  return clients.toSorted((a, b) => rank(a) - rank(b) || b - a)[0];
}

/** A letter with its marks, or a picture with all that it is made of. */
const INITIAL =
  /[\p{L}\p{N}][\p{M}\p{VS}]*|\p{RI}{2}|\p{ExtPict}[\ufe0f\p{EMod}]*(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]*|[\u{e0020}-\u{e007f}])*/u;

/** One or two letters or pictures for a name: of its first word and of its last. */
export function initials(name: string): string {
  const letters = name.split(" ").flatMap((word) => INITIAL.exec(word)?.[0] ?? []);
  const last = letters.length > 1 ? letters.at(-1) : "";
  return `${letters[0] ?? "?"}${last}`.toUpperCase();
}
