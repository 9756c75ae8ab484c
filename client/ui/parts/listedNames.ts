// Names one after the other, as a sentence has them, and those of who is in a room. Pure.
import type { RoomNow } from "../../api.ts";
import { words } from "../words.around.ts";

/** Names that are said; the others are a number. */
const NAMES = 3;

/** Which people else are in the room now, in words; "" when nobody is. `me`: my number there, whose own connection may just be ending. */
export function hereWords(
  { participants, here }: Pick<RoomNow, "participants" | "here">,
  me: number | undefined,
): string {
  const others = here.filter((participant) => participant !== me);
  const people = participants.filter(({ robot }) => robot === undefined);
  const names = others.flatMap((number) => people.find(({ participant }) => participant === number)?.name ?? []);
  return listed(
    names.length > NAMES + 1 ? [...names.slice(0, NAMES), words.value.moreNames(names.length - NAMES)] : names,
  );
}

/** “Ann, Bea and Cy”; "" of none. @public */
export const listed = (names: readonly string[]): string => words.value.listed(names);
