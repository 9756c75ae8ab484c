// What is kept with a room about who may come in: its settings, its links and who was told them. Pure; knows no room.
import type { Participant, Role } from "../../protocol/events.ts";
import type { LinkDates, LinkKind, RolesState, ShownSettings, Waiting } from "./messages.ts";
import { EMPTY, has, type NumberSet, withNumbers } from "./numberSet.ts";
import { equalInConstantTime, hashInvitation, type KeptPassword } from "./secrets.ts";

export interface KeptLink extends LinkDates {
  /** a number that no other link of the room has or had */
  readonly link: number;
  readonly kind: LinkKind;
  /** of "owner": whose it is */
  readonly owner?: number;
  /** of all but "view": of the secret in it */
  readonly hash?: string;
  /** of "view" what is in the link; of "code" the address under which the store has it */
  readonly address?: string;
  /** of "code" */
  readonly expires?: number;
  /** the participants who have come by it, or whose role once showed it to them */
  readonly told: NumberSet;
  /** the participants to whom an owner has given less since it was made: it does not give it back to them */
  readonly notFor: NumberSet;
}

/** The room's password and who has typed it: the owner who set it and whoever was let in for the first time since. */
export interface RoomPassword extends KeptPassword {
  readonly setBy: number;
  /** how many participants there were then */
  readonly after: number;
}

export interface KeptRoles {
  readonly settings: Omit<ShownSettings, "password"> & { readonly password?: RoomPassword };
  readonly links: readonly KeptLink[];
  /** how many links the room has had */
  readonly linksMade: number;
  /** the participants who were never told the room's id: they came by a viewing address and have been viewers since */
  readonly unaware: NumberSet;
}

/** What a live room has of them, for the parts that change it. */
export interface RolesKeeper {
  kept(): KeptRoles;
  /** Keeps what has become of it. Throws Refusal server_read_only while nothing may be written. */
  keep(kept: KeptRoles): void;
}

/** A room of which no owner has changed anything. */
export const AS_CREATED: KeptRoles = {
  settings: { plain: "editor", lobby: false, locked: false, most: 0, keepDays: 0, closed: false },
  links: [],
  linksMade: 0,
  unaware: EMPTY,
};

// ---- who gets what

export const GIVES = { edit: "editor", code: "editor", view: "viewer", owner: "owner" } as const satisfies Record<
  LinkKind,
  Role
>;

/** What somebody's coming gives, and the link that gives it; without one it is the room's id, or nothing. */
export interface Way {
  readonly role: Role | "none";
  readonly link?: KeptLink;
}

/** By what somebody comes. */
export interface Brought {
  readonly address: string;
  readonly invitation: string | undefined;
}

/** Whether the link is the one of which somebody brings the secret, whatever it gives them. */
export function isBrought({ hash }: KeptLink, { invitation }: Brought): boolean {
  return hash !== undefined && invitation !== undefined && equalInConstantTime(hash, hashInvitation(invitation));
}

/** Whether the address is one of the room's: a viewing address that was revoked may be in the store a while longer. */
export const isAddressOf = ({ links }: KeptRoles, roomId: string, address: string): boolean =>
  address === roomId || links.some((link) => link.kind === "view" && link.address === address);

/** `person`: whom the room knows them to be. */
export function wayOf(
  { links, settings }: KeptRoles,
  roomId: string,
  brought: Brought & { readonly person: Participant | undefined },
  now: number,
): Way {
  const { address, person } = brought;
  const link =
    links.find(
      (one) =>
        isBrought(one, brought) && now < (one.expires ?? Infinity) && !(person && has(one.notFor, person.participant)),
    ) ?? links.find((one) => one.kind === "view" && one.address === address);
  if (link) return { role: GIVES[link.kind], link };
  return { role: address === roomId ? settings.plain : "none" };
}

const RANKS = ["none", "viewer", "editor", "owner"] as const;

export const isMore = (one: Role | "none", other: Role | "none"): boolean => RANKS.indexOf(one) > RANKS.indexOf(other);

/** A link raises whoever has less, and lowers nobody. */
export const higher = (one: Role, other: Role | "none"): Role => (other !== "none" && isMore(other, one) ? other : one);

/** Whether a stranger with the right link has to do nothing more than come. */
export const isOpen = ({ settings }: KeptRoles): boolean =>
  !settings.closed && !settings.locked && !settings.lobby && settings.password === undefined;

// ---- what happens to links

/** The link of a kind; of the kind "owner" that of this owner. */
export const linkOf = ({ links }: KeptRoles, kind: LinkKind, owner: number): KeptLink | undefined =>
  links.find((link) => link.kind === kind && (kind !== "owner" || link.owner === owner));

export const withoutLinks = (kept: KeptRoles, gone: readonly KeptLink[]): KeptRoles =>
  gone.length === 0
    ? kept
    : { ...kept, links: kept.links.filter(({ link }) => !gone.some((one) => one.link === link)) };

/** With a new link in the place of the one of its kind. */
export function withLink(kept: KeptRoles, made: Omit<KeptLink, "link" | "told" | "notFor">): KeptRoles {
  const before = linkOf(kept, made.kind, made.owner ?? 0);
  const { links, linksMade } = withoutLinks(kept, before ? [before] : []);
  const link = linksMade + 1;
  return { ...kept, linksMade: link, links: [...links, { ...made, link, told: EMPTY, notFor: EMPTY }] };
}

const USE_MS = 60_000;

/** Somebody has come by a link. The same again when there is nothing to keep. */
export const withUse = (kept: KeptRoles, by: KeptLink, now: number): KeptRoles =>
  by.used !== undefined && now - by.used < USE_MS
    ? kept
    : { ...kept, links: kept.links.map((one) => (one.link === by.link ? { ...one, used: now } : one)) };

// ---- what is shown

const datesOf = ({ made, used }: KeptLink): LinkDates => ({ made, ...(used !== undefined && { used }) });

/** What somebody may see of it all. */
export function shownTo(
  { participant, role }: Participant,
  kept: KeptRoles,
  { roomId, waiting, now }: { readonly roomId: string; readonly waiting: readonly Waiting[]; readonly now: number },
): RolesState {
  const { password, ...others } = kept.settings;
  const state: RolesState = { type: "state", settings: { ...others, password: password !== undefined } };
  if (role === "viewer") return state;
  const view = linkOf(kept, "view", participant);
  const shared = { ...state, ...(view?.address !== undefined && { view: view.address }) };
  if (role === "editor") return shared;
  const [edit, code, own] = (["edit", "code", "owner"] as const).map((kind) => linkOf(kept, kind, participant));
  return {
    ...shared,
    links: {
      plain: roomId,
      ...(edit && { edit: datesOf(edit) }),
      ...(view?.address !== undefined && { view: { ...datesOf(view), address: view.address } }),
      ...(code?.expires !== undefined && now < code.expires && { code: { ...datesOf(code), expires: code.expires } }),
      ...(own && { owner: datesOf(own) }),
    },
    waiting,
  };
}

// ---- what older builds kept

interface OlderKept extends Omit<KeptRoles, "links" | "unaware" | "settings"> {
  readonly settings: Omit<KeptRoles["settings"], "password"> & { readonly password?: KeptPassword };
  readonly links: readonly (Omit<KeptLink, "told" | "notFor"> & { readonly notFor: readonly number[] })[];
  /** by which link newcomers came, by their numbers; whoever is absent came by the room's id */
  readonly came: Readonly<Record<number, number>>;
}

/** Reads what this build or an older one kept; `people` are those of the room. */
export function readKept(value: unknown, people: readonly Participant[]): KeptRoles {
  if (value === undefined) return AS_CREATED;
  return "came" in (value as object) ? fromOlder(value as OlderKept, people) : (value as KeptRoles);
}

/**
 * Older builds kept neither whom a link raised nor who was told what as an owner or editor. So an editing or owner's link that was
 * ever used is taken to be known to everybody who has what it gives, and any link to whoever was given less since it was made. Their join
 * codes had the secret beside them: they end.
 */
function fromOlder({ came, ...older }: OlderKept, people: readonly Participant[]): KeptRoles {
  const { password, ...settings } = older.settings;
  const cameBy = (link: number): number[] =>
    Object.keys(came)
      .map(Number)
      .filter((participant) => came[participant] === link);
  const raisedBy = ({ kind, used }: (typeof older.links)[number]): number[] =>
    kind === "view" || used === undefined
      ? []
      : people.filter(({ role }) => !isMore(GIVES[kind], role)).map(({ participant }) => participant);
  const view = older.links.find(({ kind }) => kind === "view");
  return {
    ...older,
    settings: { ...settings, ...(password && { password: { ...password, setBy: 0, after: 0 } }) },
    links: older.links
      .filter(({ kind }) => kind !== "code")
      .map((link) => ({
        ...link,
        told: withNumbers(EMPTY, [...cameBy(link.link), ...link.notFor, ...raisedBy(link)]),
        notFor: withNumbers(EMPTY, link.notFor),
      })),
    unaware: withNumbers(EMPTY, view ? cameBy(view.link).filter((one) => !view.notFor.includes(one)) : []),
  };
}
