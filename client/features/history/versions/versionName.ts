// What a version is called. Knows no screen.
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
      const person = past.history.people.value.find(({ participant }) => participant === mark.participant);
      return past.lookOf(mark)?.name(mark, person?.name ?? words.value.somebody) ?? mark.kind;
    }
  }
}
