// What owners are told of when their room is deleted, in English.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const counted = (count: number, one: string, many: string): string =>
  `${count} ${plural.select(count) === "one" ? one : many}`;

const english = {
  days: (days: number) => counted(days, "day", "days"),
  hours: (hours: number) => counted(hours, "hour", "hours"),
  /** `time`: as the two above have it */
  expires: (time: string) =>
    `This room is deleted once nobody has been here for ${time}. Each visit begins that time anew, yours too.`,
  /** in the list of rooms; `time`: as the first two have it */
  deletedIn: (time: string) => `Deleted in ${time}`,
  keep: "Keep",
  keepNamed: (room: string) => `Keep ${room}`,
  keepRoom: "Keep this room",
  kept: (until: string) => `The room is kept until ${until} at least.`,
  keptForEver: "The room is kept.",
};

export type ExpiryWords = typeof english;
export const words = wordsOf("expiry", english);
