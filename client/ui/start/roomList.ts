// Readings of the rooms that a browser remembers: their order, a search, and what I may do in one. Pure.
import { withoutJoiners } from "#protocol/names.ts";
import type { KnownRoom } from "../../identity.ts";
import type { RoomNow } from "../../api.ts";
import { roomName } from "../parts/roomLabel.ts";
import { words } from "../words.around.ts";

const rank = ({ gone, starred }: KnownRoom): number => (gone === true ? 2 : starred === true ? 0 : 1);

/** Those with a star first, those that are gone last, each newest visit first as they come. */
export const inOrder = (rooms: readonly KnownRoom[]): readonly KnownRoom[] =>
  rooms.toSorted((one, other) => rank(one) - rank(other));

const comparable = (text: string): string =>
  withoutJoiners(text).normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** The rooms that have each word of `search` somewhere: in what they are called, id, language, my name there, or the names of people. */
export function matching(
  rooms: readonly KnownRoom[],
  now: ReadonlyMap<string, RoomNow>,
  search: string,
): readonly KnownRoom[] {
  const sought = comparable(search)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (sought.length === 0) return rooms;
  return rooms.filter((room) => {
    const { roomId, language = "", name } = room;
    const people = now.get(roomId)?.participants.map((person) => person.name) ?? [];
    const text = comparable([roomName(room), roomId, language, name, ...people].join("\n"));
    return sought.every((word) => text.includes(word));
  });
}

/** What I may do with the room, as far as is known: my role there, and only with my key. */
export function myRole({ key, participant }: KnownRoom, now: RoomNow | undefined) {
  return key === undefined ? undefined : now?.participants.find((one) => one.participant === participant)?.role;
}

/** “Kata”, or the number of rooms where it is not one. */
export const named = (rooms: readonly KnownRoom[]): string =>
  rooms.length === 1
    ? rooms.map((room) => words.value.quoted(roomName(room))).join("")
    : words.value.rooms(rooms.length);
