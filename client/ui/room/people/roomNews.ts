// What the room itself tells of, in words, and where that leads. Pure.
import { words } from "../../words.ts";

/** The tab of the workbench with everybody in the room. */
export const PEOPLE = "people";

/** That somebody has given the room a title, or taken it away. */
export const titleWords = (title: string, name = words.value.somebody): string =>
  title === "" ? words.value.untitled(name) : words.value.titled(name, title);
