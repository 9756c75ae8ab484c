// What is kept with a room about who may come in: its settings, its links and who came by them. Pure; knows no room.
import type { Participant, Role } from "../../protocol/events.ts";
import type { LinkDates, LinkKind, RolesState, ShownSettings, Waiting } from "./messages.ts";
import { hashInvitation, isSame, type KeptPassword } from "./secrets.ts";

export interface KeptLink extends LinkDates {
  /** a number that no other link of the room has or had */
  readonly link: number;
  readonly kind: LinkKind;
  /** of "owner": whose it is */
  readonly owner?: number;
  /** of all but "view": of the secret in it */
  readonly hash?: string;
  /** of "view" */
  readonly address?: string;
  /** of "code" */
  readonly code?: string;
  readonly expires?: number;
  /** whom an owner has given less since it was made: it does not give it back to them */
  readonly notFor: readonly number[];
}

export interface Kept {
  readonly settings: Omit<ShownSettings, "password"> & { readonly password?: KeptPassword };
  readonly links: readonly KeptLink[];
  /** how many links the room has had */
  readonly linksMade: number;
  /** by which link people came, by their numbers; whoever is absent came by the room's id */
  readonly came: Readonly<Record<number, number>>;
}

/** A room of which no owner has changed anything. */
export const AS_CREATED: Kept = {
  settings: { plain: "editor", lobby: false, locked: false, most: 0, keepDays: 0, closed: false },
  links: [],
  linksMade: 0,
  came: {},
};

// ---- who gets what

const GIVES = { edit: "editor", code: "editor", view: "viewer", owner: "owner" } as const satisfies Record<
  LinkKind,
  Role
>;

/** What somebody's coming gives, and the link that gives it; without one it is the room's id, or nothing. */
export interface Way {
  readonly role: Role | "none";
  readonly link?: KeptLink;
}

/** `person`: whom the room knows them to be. */
export function wayOf(
  { links, settings }: Kept,
  roomId: string,
  coming: {
    readonly address: string;
    readonly invitation: string | undefined;
    readonly person: Participant | undefined;
  },
  now: number,
): Way {
  const { address, invitation, person } = coming;
  const invited = invitation === undefined ? undefined : hashInvitation(invitation);
  const link =
    links.find(
      ({ hash, expires = Infinity, notFor }) =>
        invited !== undefined &&
        hash !== undefined &&
        isSame(hash, invited) &&
        now < expires &&
        !(person && notFor.includes(person.participant)),
    ) ?? links.find((one) => one.kind === "view" && one.address === address);
  if (link) return { role: GIVES[link.kind], link };
  return { role: address === roomId ? settings.plain : "none" };
}

const RANKS = ["none", "viewer", "editor", "owner"] as const;

/** A link raises whoever has less, and lowers nobody. */
export const higher = (one: Role, other: Role | "none"): Role =>
  other !== "none" && RANKS.indexOf(other) > RANKS.indexOf(one) ? other : one;

/** Whether a stranger with the right link has to do nothing more than come. */
export const isOpen = ({ settings }: Kept): boolean =>
  !settings.closed && !settings.locked && !settings.lobby && settings.password === undefined;

// ---- what happens to links

/** The link of a kind; of the kind "owner" that of this owner. */
export const linkOf = ({ links }: Kept, kind: LinkKind, owner: number): KeptLink | undefined =>
  links.find((link) => link.kind === kind && (kind !== "owner" || link.owner === owner));

export const withoutLink = (kept: Kept, gone: KeptLink | undefined): Kept =>
  gone ? { ...kept, links: kept.links.filter(({ link }) => link !== gone.link) } : kept;

/** With a new link in the place of the one of its kind. */
export function withLink(kept: Kept, made: Omit<KeptLink, "link" | "notFor">): Kept {
  const { links, linksMade } = withoutLink(kept, linkOf(kept, made.kind, made.owner ?? 0));
  const link = linksMade + 1;
  return { ...kept, linksMade: link, links: [...links, { ...made, link, notFor: [] }] };
}

const replaced = (kept: Kept, change: (link: KeptLink) => KeptLink): Kept => ({
  ...kept,
  links: kept.links.map(change),
});

const USE_MS = 60_000;

/** Somebody has come by a link; `newcomer`: who they are, where it was for the first time. The same again when there is nothing to keep. */
export function withUse(kept: Kept, by: KeptLink, newcomer: number | undefined, now: number): Kept {
  const isNews = by.used === undefined || now - by.used >= USE_MS;
  const dated = isNews ? replaced(kept, (one) => (one.link === by.link ? { ...one, used: now } : one)) : kept;
  return newcomer === undefined ? dated : { ...dated, came: { ...dated.came, [newcomer]: by.link } };
}

/** No link that there is by now gives these people more than they have. */
export const notFor = (kept: Kept, people: readonly number[]): Kept =>
  people.length === 0
    ? kept
    : replaced(kept, (link) => ({ ...link, notFor: [...new Set([...link.notFor, ...people])] }));

/** Without the link by which somebody came: of the room's id, it gives nothing any more. */
export function withoutWayOf(kept: Kept, participant: number): Kept {
  const came = kept.came[participant];
  if (came === undefined) return { ...kept, settings: { ...kept.settings, plain: "none" } };
  return withoutLink(
    kept,
    kept.links.find(({ link }) => link === came),
  );
}

// ---- what is shown

const datesOf = ({ made, used }: KeptLink): LinkDates => ({ made, ...(used !== undefined && { used }) });

/** What somebody may see of it all. */
export function shownTo(
  { participant, role }: Participant,
  kept: Kept,
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
      ...(code?.code !== undefined &&
        code.expires !== undefined &&
        now < code.expires && { code: { ...datesOf(code), code: code.code, expires: code.expires } }),
      ...(own && { owner: datesOf(own) }),
    },
    waiting,
  };
}
