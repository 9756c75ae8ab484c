// What a version is called, and which it is. Knows no screen.
import type { Review } from "../review.ts";
import type { Version } from "./versionsIn.ts";
import { words } from "./words.ts";

export function nameOf({ past }: Review, { reason }: Version): string {
  switch (reason.type) {
    case "named":
      return reason.moment.name;
    case "pause":
      return reason.ms === undefined ? words.value.lastEdit : words.value.pause(reason.ms);
    case "mark": {
      const { mark } = reason;
      const person = past.history.person(mark.participant);
      return past.lookOf(mark)?.name(mark, person?.name ?? words.value.somebody) ?? mark.kind;
    }
  }
}

/** Of names and of what the room came to by itself each have numbers of their own. */
export const numberOf = ({ reason, number }: Version): string =>
  reason.type === "named" ? words.value.number(number) : words.value.numberByItself(number);
