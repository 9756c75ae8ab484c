// What is said between the two halves of the roles, over the socket and over HTTP. Knows no room.
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import { FIRST_ISSUE } from "../../protocol/listOf.ts";
import type { Role } from "../../protocol/events.ts";

/** UTF-16 units of a room's password. */
const PASSWORD_CHARACTERS = { least: 6, most: 200 };
/** UTF-16 units of what a closing is called. */
const SHOWN_CHARACTERS = 1_000;
const MOST_PEOPLE = 10_000;
const MOST_DAYS = 36_500;
/** How long a join code can be used. */
export const CODE_HOURS = 12;

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const role = v.picklist(["owner", "editor", "viewer"]);

const settings = {
  /** what a newcomer gets who comes by the room's id alone */
  plain: v.exactOptional(v.picklist(["editor", "viewer", "none"])),
  /** newcomers wait until an owner lets them in */
  lobby: v.exactOptional(v.boolean()),
  /** nobody new is let in */
  locked: v.exactOptional(v.boolean()),
  /** null takes it away */
  password: v.exactOptional(
    v.nullable(v.pipe(v.string(), v.minLength(PASSWORD_CHARACTERS.least), v.maxLength(PASSWORD_CHARACTERS.most))),
  ),
  /** people at once; 0: as many as the server takes */
  most: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_PEOPLE))),
  /** days after the last visit until the room expires, at most the server's; 0: the server's */
  keepDays: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_DAYS))),
  /** only owners may be in, and nobody may write */
  closed: v.exactOptional(v.boolean()),
};

/*
 * Where something is taken from somebody, `links` closes all that they know and that would give a newcomer more; owner's links
 * close in any case.
 */
const lower = v.picklist(["editor", "viewer"]);
/** what the `revokes` answer calls it: where it is another by then, nothing is done */
const shown = v.exactOptional(v.pipe(v.string(), v.maxLength(SHOWN_CHARACTERS)));

const clientMessage = v.variant("type", [
  v.strictObject({ type: v.literal("read") }),
  v.strictObject({ type: v.literal("settings"), ...settings }),
  /** made anew, so that the one before is revoked; or revoked. "owner" is the sender's own */
  v.strictObject({ type: v.literal("link"), kind: v.picklist(["edit", "view", "code", "owner"]), on: v.boolean() }),
  v.strictObject({ type: v.literal("person"), participant: number, role, links: v.exactOptional(v.boolean()), shown }),
  v.strictObject({ type: v.literal("remove"), participant: number, links: v.boolean(), shown }),
  /** everybody but owners, and whoever comes by the plain link unless that gives nothing */
  v.strictObject({ type: v.literal("everyone"), role: lower, links: v.exactOptional(v.boolean()), shown }),
  /** that person becomes owner and the sender an editor */
  v.strictObject({ type: v.literal("handOver"), participant: number, shown }),
  /** what would close; without a participant by `everyone`, without a role by `remove` */
  v.strictObject({ type: v.literal("revokes"), participant: v.exactOptional(number), role: v.exactOptional(lower) }),
  /** what was taken by the number is given back */
  v.strictObject({ type: v.literal("undo"), undo: number }),
  /** without `waiting` all who wait */
  v.strictObject({ type: v.literal("lobby"), waiting: v.exactOptional(number), admit: v.boolean() }),
]);

export type RolesMessage = v.InferOutput<typeof clientMessage>;
export type LinkKind = Extract<RolesMessage, { type: "link" }>["kind"];

/** Reads what a client says. Throws Refusal bad_request, which names the field and never repeats what was sent. */
export function decodeRolesMessage(data: unknown): RolesMessage {
  const result = v.safeParse(clientMessage, data, FIRST_ISSUE);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Refusal("bad_request", v.getDotPath(issue)?.slice(0, 60) ?? "data");
}

/** The room's settings as everybody in it may see them. */
export interface ShownSettings {
  readonly plain: Exclude<Role, "owner"> | "none";
  readonly lobby: boolean;
  readonly locked: boolean;
  /** whether there is one */
  readonly password: boolean;
  readonly most: number;
  readonly keepDays: number;
  readonly closed: boolean;
}

/** When a link was made and last let somebody in, in ms since 1970. */
export interface LinkDates {
  readonly made: number;
  /** to the minute; absent: never */
  readonly used?: number;
}

/** What an owner sees of the links; an absent one does not exist. Invitations and codes are kept as hashes and cannot be shown again. */
interface ShownLinks {
  /** the room's id */
  readonly plain: string;
  readonly edit?: LinkDates;
  readonly view?: LinkDates & { readonly address: string };
  /** `expires` in ms since 1970 */
  readonly code?: LinkDates & { readonly expires: number };
  /** the asking owner's own */
  readonly owner?: LinkDates;
}

/** Somebody in the waiting room. `since` in ms since 1970. */
export interface Waiting {
  readonly waiting: number;
  readonly name: string;
  readonly since: number;
}

/** What somebody may see: on coming in, whenever it changes, and as the answer to `read`. */
export interface RolesState {
  readonly type: "state";
  readonly settings: ShownSettings;
  /** for owners and editors, where there is one: the viewing address */
  readonly view?: string;
  /** for owners */
  readonly links?: ShownLinks;
  /** for owners */
  readonly waiting?: readonly Waiting[];
  /** for the owner who has just taken something from somebody: told once */
  readonly undo?: Undo;
}

/** What can be given back for a while. */
export interface Undo {
  /** its number, for the message that does it */
  readonly undo: number;
  /** ms for which it can be done */
  readonly forMs: number;
  /** from whom it was taken */
  readonly participant: number;
  /** something closed with it that had let newcomers in */
  readonly closed: boolean;
  /** the editing link that was made in the place of what closed, where no other is left */
  readonly link?: string;
}

/** One thing that lets newcomers in and that somebody knows, which would give them back more than is left to them. */
export interface ClosingWay {
  /** "plain": the room's id */
  readonly kind: LinkKind | "plain";
  /** of "owner", which closes in any case: whose it is */
  readonly owner?: number;
  /** of "plain": what it would give then */
  readonly gives?: "viewer" | "none";
  /** how many others know it; of a link, how many of them came by it */
  readonly others: number;
  /** the first of them */
  readonly people: readonly number[];
  /** of "view": how many viewers are in by it and would be put out */
  readonly out?: number;
}

/** What would close by a removal, or by another role. */
export interface Revokes {
  readonly type: "revokes";
  /** as it was asked */
  readonly participant?: number;
  readonly role?: Role;
  readonly ways: readonly ClosingWay[];
  /** whether one of them has typed the password; absent: there is none */
  readonly password?: boolean;
  /** what all this is called, for `shown` */
  readonly shown: string;
}

/**
 * What was made, once, to the one who asked. `link` is what follows the server's own address: a viewing address, or the room's id, a "#"
 * and the secret that goes into hello's `invitation`.
 */
export type LinkMade =
  | { readonly type: "made"; readonly kind: Exclude<LinkKind, "code">; readonly link: string }
  | { readonly type: "made"; readonly kind: "code"; readonly code: string; readonly expires: number };

export type ServerRolesMessage = RolesState | LinkMade | Revokes;
