// Notifications by their type and by the day. Knows no page.
import { computed } from "@preact/signals";
import type { NewsKind } from "../../ui/notify.ts";
import { pageLocale } from "../../words.ts";
import { words } from "./words.later.ts";

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

const inWeek = computed(
  () => new Intl.DateTimeFormat(pageLocale.value, { weekday: "long", day: "numeric", month: "long" }),
);

/** A day of this browser's calendar in words; both in ms since 1970. */
function dayWords(time: number, now: number): string {
  const day = new Date(time).toDateString();
  const today = new Date(now);
  if (day === today.toDateString()) return words.value.today;
  // by the calendar: not every day has 24 hours
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return day === yesterday.toDateString() ? words.value.yesterday : inWeek.value.format(time);
}

/** The same, day by day, in their order; `time` and `now` in ms since 1970. */
export function byDay<Item extends { readonly time: number }>(
  list: readonly Item[],
  now: number,
): readonly { readonly day: string; readonly items: readonly Item[] }[] {
  const days = new Map<string, Item[]>();
  for (const item of list) {
    const day = dayWords(item.time, now);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, items]) => ({ day, items }));
}
