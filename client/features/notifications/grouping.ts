// Notifications by their type. Knows no page.
import type { NewsKind } from "../../ui/parts/notify.ts";

/** What the list can be narrowed to, in the order in which it is offered. */
export const NEWS_TYPES = ["people", "forMe", "files"] as const;
export type NewsType = (typeof NEWS_TYPES)[number];

const TYPE_OF: Readonly<Record<NewsKind, NewsType>> = {
  joined: "people",
  left: "people",
  waiting: "people",
  admitted: "forMe",
  mentioned: "forMe",
  roleChanged: "forMe",
  removed: "forMe",
  lookHere: "forMe",
  fileMade: "files",
  askedToRun: "people",
};

interface OfKind {
  readonly kind: NewsKind;
}

/** The types that there are among the news. */
export function typesOf(list: readonly OfKind[]): readonly NewsType[] {
  const found = new Set(list.map(({ kind }) => TYPE_OF[kind]));
  return NEWS_TYPES.filter((type) => found.has(type));
}

/** The news of this type; all where none is named. */
export function narrowed<Item extends OfKind>(list: readonly Item[], type: NewsType | undefined): readonly Item[] {
  return type === undefined ? list : list.filter(({ kind }) => TYPE_OF[kind] === type);
}
