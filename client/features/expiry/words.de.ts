// What owners are told of when their room is deleted, in German.
import type { Translation } from "../../words.ts";
import type { ExpiryWords } from "./words.ts";

const plural = new Intl.PluralRules("de");
const counted = (count: number, one: string, many: string): string =>
  `${count} ${plural.select(count) === "one" ? one : many}`;

const german: Translation<ExpiryWords> = {
  part: "expiry",
  words: {
    days: (days) => counted(days, "Tag", "Tage"),
    hours: (hours) => counted(hours, "Stunde", "Stunden"),
    expires: (time) =>
      `Dieser Raum wird gelöscht, wenn ${time} lang niemand hier war. Jeder Besuch verlängert die Frist, auch deiner.`,
    deletedIn: (time) => `Wird gelöscht: noch ${time}`,
    keep: "Behalten",
    keepNamed: (room) => `${room} behalten`,
    keepRoom: "Diesen Raum behalten",
    kept: (until) => `Der Raum bleibt mindestens bis ${until}.`,
    keptForEver: "Der Raum bleibt.",
  },
};
export default german;
