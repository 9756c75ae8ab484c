// Where a language can be run now, and why it cannot be where that is nowhere. Knows no room and no run.
import type { Language } from "#protocol/languages.ts";
import type { RunPlace, ServerState } from "../../../server/features/run/messages.ts";
import { BROWSER_LANGUAGES } from "./browserLanguages.ts";
import { words } from "./words.ts";

/** What a server can run, and whether it can be reached. */
export interface Reach {
  readonly server: ServerState;
  readonly isAway: boolean;
}

const isOnServer = (language: Language, { languages }: ServerState): boolean =>
  languages.some((one) => one.language === language);

/** The one that is wanted comes first. */
export function placesOf(language: Language, { server, isAway }: Reach, wanted: RunPlace): readonly RunPlace[] {
  const places: RunPlace[] = [
    ...(language in BROWSER_LANGUAGES ? (["browser"] as const) : []),
    ...(server.state === "ready" && !isAway && isOnServer(language, server) ? (["server"] as const) : []),
  ];
  return places.length === 2 && wanted === "server" ? places.toReversed() : places;
}

/** In a sentence. */
export function whyNowhere(language: Language, { server, isAway }: Reach): string {
  const { state, sentence } = server;
  const said = words.peek();
  if (language === "CSS") return said.withPage(language);
  if (isAway && isOnServer(language, server)) return said.serverAway(language);
  if (state === "absent" && sentence !== undefined) return said.serverAbsent(language, sentence);
  return state === "ready" ? said.unknownLanguage(language) : said.onlyOnServer(language);
}
