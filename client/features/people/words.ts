// What the page says of following and of looking where somebody asks to, in English.
import { wordsOf } from "../../words.ts";

const english = {
  follow: "Follow",
  stopFollowing: "Stop following",
  followOne: (name: string) => `Follow ${name}`,
  stopFollowingOne: (name: string) => `Stop following ${name}`,
  following: {
    "with it": (name: string) => `Following ${name}.`,
    idle: (name: string) => `Following ${name}, who is idle.`,
    away: (name: string) => `Following ${name}, who is in another window.`,
    gone: (name: string) => `Following ${name}, who is not connected at the moment.`,
  },
  escToStop: "Esc to stop.",
  stop: "Stop",
  followers: (names: readonly string[]) =>
    names.length === 0
      ? "Nobody follows you any more"
      : names.length === 1
        ? `${names[0]} follows you`
        : `${names.length} people follow you`,
  followsYouNow: (name: string) => `${name} follows you now, so you no longer follow them.`,
  wentInCircle: (name: string) => `You no longer follow ${name}: it would have gone in a circle.`,
  followedLeft: (name: string) => `You no longer follow ${name}: they have left.`,

  /** `file`: where there are several */
  asksToLook: (name: string, line: number, file: string | undefined) =>
    `${name} asks everyone to look at ${file === undefined ? "" : `${file}, `}line ${line}`,
  asksToLookHere: (name: string) => `${name} asks everyone to look here, where you are`,
  hasAsked: (line: number, file: string | undefined) =>
    `You asked everyone to look at ${file === undefined ? "" : `${file}, `}line ${line}`,
  goThereKeys: "Alt and Enter go there.",
  goThere: "Go there",
  notNow: "Not now",
  goWhereAsked: "Go where an owner asks to look",
  lookHere: "Everyone, look here",
  askToLook: "Show everyone this file, and this line",

  nameAndColour: "Name and colour",
  profileNotLoaded: "This could not be loaded. Try again when the connection is back.",
};

export type PeopleWords = typeof english;
export const words = wordsOf("people", english);
