// Who was ever told what lets a newcomer in, by what the page of their role shows, and what of it closes when something is taken from them. Pure; knows no room.
import type { Participant, Role } from "../../protocol/events.ts";
import {
  type Brought,
  GIVES,
  isBrought,
  isMore,
  type KeptRoles,
  type KeptLink,
  linkOf,
  type RoomPassword,
  withoutLinks,
} from "./kept.ts";
import type { ClosingWay } from "./messages.ts";
import { has, withNumbers, withoutNumbers } from "./numberSet.ts";

/** How many of those who know something are named; the others are a number. */
const NAMED = 3;

// ---- who knows what

/** Owners know all links but other owners' own, editors the viewing address, and whoever came by a link knows that. A robot knows nothing: it comes by none. */
export const knowsLink = ({ kind, owner, told }: KeptLink, { participant, role, robot }: Participant): boolean =>
  has(told, participant) ||
  (robot === undefined &&
    (kind === "owner" ? owner === participant : role === "owner" || (kind === "view" && role === "editor")));

export const knowsPlain = ({ unaware }: KeptRoles, { participant, role, robot }: Participant): boolean =>
  robot === undefined && (role !== "viewer" || !has(unaware, participant));

export const knowsPassword = ({ setBy, after }: RoomPassword, { participant }: Participant): boolean =>
  participant === setBy || participant > after;

/** By what somebody comes means these of the links, and they know them from then on. The same again when they did. */
function linksTold(links: readonly KeptLink[], number: number, brought: Brought): readonly KeptLink[] {
  const isNews = (link: KeptLink): boolean =>
    !has(link.told, number) && (isBrought(link, brought) || (link.kind === "view" && link.address === brought.address));
  return links.some(isNews)
    ? links.map((link) => (isNews(link) ? { ...link, told: withNumbers(link.told, [number]) } : link))
    : links;
}

/** Somebody has brought this, now for the first time where they are a newcomer. The same again when there is nothing to keep. */
export function withTold(
  kept: KeptRoles,
  roomId: string,
  person: { number: number; isNew: boolean },
  brought: Brought,
): KeptRoles {
  const { number, isNew } = person;
  const links = linksTold(kept.links, number, brought);
  // an invitation stands behind the room's id
  const isAware = brought.address === roomId || kept.links.some((link) => isBrought(link, brought));
  const change = isAware ? withoutNumbers : isNew ? withNumbers : undefined;
  const unaware = change?.(kept.unaware, [number]) ?? kept.unaware;
  return links !== kept.links || unaware !== kept.unaware ? { ...kept, links, unaware } : kept;
}

/** An owner gives these people less, who are as they were before: what their role has shown them they know still, and no link gives it back to them. */
export function withLess(kept: KeptRoles, people: readonly Participant[]): KeptRoles {
  const numbers = (isMeant: (person: Participant) => boolean): number[] =>
    people.filter(isMeant).map(({ participant }) => participant);
  return {
    ...kept,
    unaware: withoutNumbers(
      kept.unaware,
      numbers(({ role }) => role !== "viewer"),
    ),
    links: kept.links.map((link) => ({
      ...link,
      told: withNumbers(
        link.told,
        numbers((person) => knowsLink(link, person)),
      ),
      notFor: withNumbers(
        link.notFor,
        numbers(() => true),
      ),
    })),
  };
}

// ---- what closes

/** What lets newcomers in and does so no more. */
export interface Closing {
  readonly links: readonly KeptLink[];
  /** what the room's id gives from then on, where it gives more */
  readonly plain?: "viewer" | "none";
}

/** All that one of these people knows and that gives a newcomer more than is left to them. */
export function closingOf(kept: KeptRoles, people: readonly Participant[], left: Role | "none", now: number): Closing {
  const { plain } = kept.settings;
  const isPlain = left !== "owner" && left !== "editor" && isMore(plain, left);
  return {
    links: kept.links.filter(
      (link) =>
        now < (link.expires ?? Infinity) &&
        isMore(GIVES[link.kind], left) &&
        people.some((person) => knowsLink(link, person)),
    ),
    ...(isPlain && people.some((person) => knowsPlain(kept, person)) && { plain: left }),
  };
}

/** What closes whether anybody asks for it or not: nobody becomes an owner again by a link. */
export const ownersLinksOf = ({ links }: Closing): Closing => ({ links: links.filter(({ kind }) => kind === "owner") });

/** The same text for the same closing. */
export const nameOf = ({ links, plain }: Closing): string =>
  [...(plain ? [plain] : []), ...links.map(({ link }) => link)].join(" ");

export function withClosed(kept: KeptRoles, { links, plain }: Closing): KeptRoles {
  const open = withoutLinks(kept, links);
  return plain === undefined ? open : { ...open, settings: { ...open.settings, plain } };
}

/** What an owner is shown of it. `others`: the people besides those from whom it is taken; `out`: how many of them are in as viewers by an address. */
export function shownClosing(
  kept: KeptRoles,
  { links, plain }: Closing,
  others: readonly Participant[],
  out: (address: string) => number,
): readonly ClosingWay[] {
  const knownTo = (knows: (person: Participant) => boolean) => {
    const numbers = others.filter(knows).map(({ participant }) => participant);
    return { others: numbers.length, people: numbers.slice(0, NAMED) };
  };
  return [
    ...(plain === undefined
      ? []
      : [{ kind: "plain" as const, gives: plain, ...knownTo((one) => knowsPlain(kept, one)) }]),
    ...links.map((link) => ({
      kind: link.kind,
      ...(link.owner !== undefined && { owner: link.owner }),
      ...(link.kind === "view" && link.address !== undefined && { out: out(link.address) }),
      ...knownTo(({ participant }) => has(link.told, participant)),
    })),
  ];
}

// ---- taking it back

/** What has closed, for a while in which it can open again. */
export interface Closed extends Closing {
  /** what the room's id gave before */
  readonly plainBefore: KeptRoles["settings"]["plain"];
  /** the number of the editing link that was made in the place of what closed */
  readonly fresh?: number;
}

/** Somebody has brought this while it was closed: open again, it is known to them. */
export const closedTold = (closed: Closed, number: number, brought: Brought): Closed => ({
  ...closed,
  links: linksTold(closed.links, number, brought),
});

/** What has closed is open again, as far as nobody has changed it since. */
export function withReopened(kept: KeptRoles, { links, plain, plainBefore, fresh }: Closed): KeptRoles {
  const made = kept.links.find(({ link }) => link === fresh);
  const before = withoutLinks(kept, made ? [made] : []);
  const isAsItWas = fresh === undefined || made !== undefined;
  const back = links.filter(({ kind, owner = 0 }) => !linkOf(before, kind, owner) && (kind !== "edit" || isAsItWas));
  const { settings } = before;
  const isPlain = plain !== undefined && settings.plain === plain;
  return {
    ...before,
    links: [...before.links, ...back],
    settings: isPlain ? { ...settings, plain: plainBefore } : settings,
  };
}
